using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Families.Bert;

/// <summary>Two real checkpoints against the reference implementation's vectors.</summary>
public sealed class RealCheckpointTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("all-minilm-l6-v2", "minilm-embeddings", Pooling.Pooler, "pooler_output")]
    [InlineData("all-minilm-l6-v2", "minilm-embeddings", Pooling.Mean, "mean_pooled")]
    [InlineData("all-minilm-l6-v2", "minilm-embeddings", Pooling.FirstToken, "first_token")]
    [InlineData("bge-small-zh-v1.5", "bge-small-zh-embeddings", Pooling.Mean, "mean_pooled")]
    [InlineData("bge-small-zh-v1.5", "bge-small-zh-embeddings", Pooling.FirstToken, "first_token")]
    public void Vectors_equal_the_reference(string checkpoint, string file, Pooling pooling, string name)
    {
        string folder = SharedFolder.Path("models", checkpoint);
        using GoldenTensors golden = new(SharedFolder.Path("goldens", "real", file + ".safetensors"));
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using TextEncoder encoder = Load(folder, pooling);
        using TokenBatch batch = TokenBatch.Create(golden.Texts(string.Empty), torch.CPU);

        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());

        int hidden = encoder.HiddenSize;
        float[] expected = golden[name];
        GoldenTensors.AssertClose([.. batch.SourceIndexes.SelectMany(row => expected.Skip(row * hidden).Take(hidden))], TensorMemory.ToArray(output.TextVectors), Tolerance, 0, name);
        AssertTokens(golden, output, batch, hidden);
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
