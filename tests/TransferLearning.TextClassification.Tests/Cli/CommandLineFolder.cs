using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>An encoder and data that the command line is tried on.</summary>
public sealed class CommandLineFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<string> model;
    private readonly Lazy<string> pairModel;

    public CommandLineFolder()
    {
        model = new(() => Train(Data, epochs: 4));
        pairModel = new(() => Train(NewFile(".csv", "label,text,text_b", "billing,I was charged,twice", "shipping,where is,my parcel"), epochs: 1));
        TinyBertFolder.Write(Encoder);
        TinyBertFolder.WriteRows(Data, 64);
    }

    internal string Encoder => folder.File("encoder");

    /// <summary>A classifier that has learnt the data.</summary>
    internal string Model => model.Value;

    /// <summary>A classifier of pairs of texts, which has learnt next to nothing.</summary>
    internal string PairModel => pairModel.Value;

    internal string Data => folder.File("data.tsv");

    public void Dispose() => folder.Dispose();

    internal string NewPath() => folder.File($"new-{Guid.NewGuid():N}");

    /// <summary>Writes a new file.</summary>
    internal string NewFile(string extension, params string[] lines)
    {
        string path = NewPath() + extension;
        File.WriteAllLines(path, lines);
        return path;
    }

    internal ChildProcess Start(params string[] words) => ChildProcess.StartDotnet(folder.Path, null, [BuiltProgram.CommandLine, .. words]);

    internal Task<ChildProcess> RunAsync(params string[] words) =>
        ChildProcess.RunDotnetAsync(folder.Path, null, TestContext.Current.CancellationToken, [BuiltProgram.CommandLine, .. words]);

    private string Train(string data, int epochs)
    {
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseTransformerEncoder()
            .UseAdamW(new() { LearningRate = 3e-3 })
            .UseTraining(new() { Epochs = epochs, BatchSize = 16, Device = ComputeDevice.Cpu })
            .Build();
        using TransferClassifier classifier = trainer.FitAsync(TextDataset.ReadAsync(data).GetAwaiter().GetResult()).GetAwaiter().GetResult();
        string path = NewPath();
        classifier.Save(path);
        return path;
    }
}
