using System.Globalization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>One training whose test accuracy is wanted.</summary>
/// <param name="Set">The set.</param>
/// <param name="Encoder"><c>checkpoint</c>, or an encoder from scratch: <c>cnn</c>, <c>lstm</c>, <c>gru</c>, <c>transformer</c>.</param>
/// <param name="Precision"><c>float32</c> or <c>bfloat16</c>.</param>
/// <param name="Labels">About how many labelled rows are drawn, as many of each label; 0: all.</param>
/// <param name="Seed">Of the draw and of the training.</param>
/// <param name="HeldOut">Whether a fifth of the training rows is left out and tested on, instead of the test rows: to choose by.</param>
/// <param name="Epochs">How often every row is seen, or null: as the recipe says.</param>
internal sealed record AccuracyCase(AccuracySet Set, string Encoder, string Precision, int Labels, int Seed, bool HeldOut = false, int? Epochs = null)
{
    internal const string Checkpoint = "checkpoint";

    private const int HeldOutEvery = 5;

    /// <summary>What is trained, in the order of the tables.</summary>
    internal static IReadOnlyList<string> Encoders { get; } = ["cnn", "lstm", "gru", "transformer", Checkpoint];

    /// <summary>Whether a finished run is this one.</summary>
    internal bool IsOf(AccuracyRun run) => run.Set == Set.Name && run.Encoder == Encoder && run.Precision == Precision && run.Labels == Labels && run.Seed == Seed
        && run.HeldOut == HeldOut && (Epochs is null || run.Epochs == Epochs);

    /// <summary>Runs it in a child process.</summary>
    internal AccuracyRun Run(string shared)
    {
        string[] epochs = Epochs is { } count ? ["--epochs", Text(count)] : [];
        string[] heldOut = HeldOut ? ["--held-out"] : [];
        return ChildProcess.Run(
            MeasurementJson.Default.AccuracyRun,
            ["fit", "--sets", Set.Name, "--encoders", Encoder, "--precisions", Precision, "--labels", Text(Labels), "--seed", Text(Seed), "--shared", shared, .. epochs, .. heldOut]);
    }

    /// <summary>Trains and tests, in this process.</summary>
    internal async Task<AccuracyRun> FitAsync(string shared)
    {
        TextDataset all = Set.Train(shared);
        TextDataset train = FewLabels.Draw(HeldOut ? Part(all, tested: false) : all, Labels, Seed);
        TextDataset test = HeldOut ? Part(all, tested: true) : Set.Test(shared);
        using TransferClassifier classifier = await Trainer(shared).FitAsync(train).ConfigureAwait(false);
        EvaluationReport report = await classifier.EvaluateAsync(test).ConfigureAwait(false);
        return new()
        {
            Set = Set.Name,
            Encoder = Encoder,
            Precision = Precision,
            Labels = Labels,
            HeldOut = HeldOut,
            Seed = Seed,
            Accuracy = report.Accuracy!.Value,
            Epochs = (int)Number("epochs"),
            Lr = Number("learning_rate"),
            Batch = (int)Number("batch_size"),
            Tokens = (int)Number("max_tokens"),
            Steps = classifier.History!.Steps.Count,
            TrainSeconds = classifier.History.TrainSeconds,
        };

        double Number(string name) => double.Parse(classifier.Configuration![name].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>The checkpoint by the reference's recipe; an encoder from scratch by the library's defaults.</summary>
    private TransferClassifierTrainer Trainer(string shared)
    {
        TransferClassifierBuilder builder = new();
        TrainingOptions training = new() { Epochs = Epochs, Seed = Seed, Device = ComputeDevice.Cpu, Precision = Ours.PrecisionOf(Precision) };
        if (Encoder == Checkpoint)
        {
            AccuracyRun recipe = AccuracyReference.Recipe(shared, Set, Labels);
            return builder
                .UseBertEncoder(PretrainedModel.FromDirectory(Path.Combine(shared, "models", Set.Checkpoint)), new() { MaxTokens = recipe.Tokens })
                .UseAdamW(new() { LearningRate = recipe.Lr, WeightDecay = 0.01 })
                .UseSchedule(LearningRateSchedule.Linear(warmupRatio: 0.1))
                .UseTraining(training with { Epochs = Epochs ?? recipe.Epochs, BatchSize = recipe.Batch })
                .Build();
        }

        builder = Encoder switch
        {
            "cnn" => builder.UseCnnEncoder(),
            "lstm" => builder.UseRnnEncoder(new() { Cell = RnnCell.Lstm }),
            "gru" => builder.UseRnnEncoder(new() { Cell = RnnCell.Gru }),
            "transformer" => builder.UseTransformerEncoder(),
            _ => throw new ArgumentException($"The encoder is '{Encoder}'; expected one of {string.Join(", ", Encoders)}."),
        };
        return builder.UseTraining(training).Build();
    }

    private static TextDataset Part(TextDataset rows, bool tested) => TextDataset.FromExamples(rows.Where((_, i) => i % HeldOutEvery == 0 == tested));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
