using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Families.Bert;

/// <summary>Two real checkpoints against the reference implementation's vectors.</summary>
public sealed class RealCheckpointTests
{
    private const double Tolerance = 1e-4;

    private static readonly (string Checkpoint, string File, Pooling Pooling, string Name)[] Vectors =
    [
        ("all-minilm-l6-v2", "minilm-embeddings", Pooling.Pooler, "pooler_output"),
        ("all-minilm-l6-v2", "minilm-embeddings", Pooling.Mean, "mean_pooled"),
        ("all-minilm-l6-v2", "minilm-embeddings", Pooling.FirstToken, "first_token"),
        ("bge-small-zh-v1.5", "bge-small-zh-embeddings", Pooling.Mean, "mean_pooled"),
        ("bge-small-zh-v1.5", "bge-small-zh-embeddings", Pooling.FirstToken, "first_token"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, Pooling, string, Computing> VectorsAndComputings =>
        [.. Vectors.SelectMany(row => new[] { Computing.ByTensorOperations, Computing.ByKernels }.Select(computing => (row.Checkpoint, row.File, row.Pooling, row.Name, computing)))];

    [Theory]
    [MemberData(nameof(VectorsAndComputings))]
    public void Vectors_equal_the_reference(string checkpoint, string file, Pooling pooling, string name, Computing computing)
    {
        string folder = SharedFolder.Path("models", checkpoint);
        using GoldenTensors golden = new(SharedFolder.Path("goldens", "real", file + ".safetensors"));
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using TextEncoder encoder = Load(folder, pooling);
        using TokenBatch batch = TokenBatch.Create(golden.Texts(string.Empty), torch.CPU);
        using Computation computation = GoldenClassifier.Create(computing);
        using FusedPass? pass = computation.Engine?.Begin(needsGradients: false);

        EncoderOutput output = encoder.Forward(batch, computation.Inference(pass));

        int hidden = encoder.HiddenSize;
        float[] expected = golden[name];
        GoldenTensors.AssertClose([.. batch.SourceIndexes.SelectMany(row => expected.Skip(row * hidden).Take(hidden))], TensorMemory.ToArray(output.TextVectors), Tolerance, 0, name);
        AssertTokens(golden, output, batch, hidden);
    }

    /// <summary>As an application does it: the texts themselves, and a classifier that was saved and loaded again.</summary>
    [Theory]
    [InlineData("all-minilm-l6-v2", "minilm-embeddings", Pooling.Pooler, "pooler_output")]
    [InlineData("all-minilm-l6-v2", "minilm-embeddings", Pooling.Mean, "mean_pooled")]
    [InlineData("bge-small-zh-v1.5", "bge-small-zh-embeddings", Pooling.FirstToken, "first_token")]
    public async Task A_loaded_classifier_embeds_texts_as_the_reference_does(string checkpoint, string file, Pooling pooling, string name)
    {
        using GoldenTensors golden = new(SharedFolder.Path("goldens", "real", file + ".safetensors"));
        using JsonDocument source = JsonDocument.Parse(await File.ReadAllTextAsync(SharedFolder.Path("goldens", "real", file + ".json"), Cancellation));
        TextInput[] texts = [.. source.RootElement.GetProperty("texts").EnumerateArray().Select(text => (TextInput)text.GetString()!)];
        using TemporaryFolder folder = new();
        string saved = Path.Combine(folder.Path, "saved");
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UsePretrained(PretrainedModel.FromDirectory(SharedFolder.Path("models", checkpoint)), new() { Pooling = pooling, MaxTokens = source.RootElement.GetProperty("max_tokens").GetInt32() })
            .UseAdamW(new() { LearningRate = 1e-12 }) // leaves the encoder as it is
            .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu, Precision = Precision.Float32 })
            .Build();
        using (TransferClassifier fitted = await trainer.FitAsync(TextDataset.FromExamples([new("a", "A"), new("b", "B")]), cancellationToken: Cancellation))
        {
            await fitted.SaveAsync(saved, Cancellation);
        }

        using TransferClassifier loaded = TransferClassifier.Load(saved, new() { Device = ComputeDevice.Cpu, Precision = Precision.Float32 });
        IReadOnlyList<float[]> vectors = loaded.EmbedMany(texts, Cancellation);

        GoldenTensors.AssertClose(golden[name], [.. vectors.SelectMany(vector => vector)], Tolerance, 0, name);
    }

    private static void AssertTokens(GoldenTensors golden, EncoderOutput output, TokenBatch batch, int hidden)
    {
        const string Name = "last_hidden_state_of_first_4"; // [4, longest, hidden]
        float[] expected = golden[Name];
        int row = (int)golden.Shape(Name)[1] * hidden;
        float[] actual = TensorMemory.ToArray(output.TokenVectors);
        for (int text = 0; text < batch.TextCount; text++)
        {
            if (batch.SourceIndexes[text] is < 4 and int source)
            {
                Range ours = (batch.Offsets[text] * hidden)..(batch.Offsets[text + 1] * hidden);
                int length = ours.End.Value - ours.Start.Value;
                GoldenTensors.AssertClose(expected.AsSpan(source * row, length), actual.AsSpan(ours), Tolerance, 0, $"{Name}[{source}]");
            }
        }
    }

    private static TextEncoder Load(string folder, Pooling pooling)
    {
        TextEncoder encoder = BertFamily.Instance.Create(new EncoderConfiguration { Values = CheckpointFolder.ReadConfiguration(folder).Json, Pooling = pooling });
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder);
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            string theirs = BertFamily.Instance.TensorNames.ToTheirs(name);
            ParameterInitialization.Fill(parameter, values => tensors.Read(theirs, values));
        }

        return encoder;
    }
}
