using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Rnn;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Families.Rnn;

/// <summary>Two bidirectional layers of each cell against the reference's packed ones: outputs, last states, pooling, gradients.</summary>
public sealed class RnnGoldenTests
{
    private const int Hidden = 7;
    private const int Longest = 9;
    private const double Tolerance = 1e-6;

    private static readonly string[] Directions = ["", "_reverse"];

    [Theory]
    [InlineData(RnnCell.Lstm, "lstm.")]
    [InlineData(RnnCell.Gru, "gru.")]
    public void Outputs_and_gradients_equal_the_reference(RnnCell cell, string prefix)
    {
        using GoldenTensors golden = new(SharedFolder.Path("goldens", "parts", "cnn-rnn.safetensors"));
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        JsonObject configuration = RnnFamily.Instance.Configure(new() { Cell = cell, EmbeddingSize = 8, HiddenSize = Hidden, Layers = 2 }, vocabularySize: 50);
        using TextEncoder encoder = RnnFamily.Instance.Create(new() { Values = configuration, Pooling = Pooling.LastMaxMean });
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            float[] values = name == "words.tuned" ? golden[prefix + "embedding"] : Weight(golden, prefix, name);
            ParameterInitialization.Fill(parameter, destination => values.CopyTo(destination));
        }

        using TokenBatch batch = TokenBatch.Create(PartsGolden.Texts(golden), torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());

        float[] outputs = TensorMemory.ToArray(output.TokenVectors);
        float[] expected = golden[prefix + "outputs"]; // [texts, longest, 2 * hidden]
        float[] final = golden[prefix + "final_hidden"]; // [layers * directions, texts, hidden]
        for (int text = 0; text < batch.TextCount; text++)
        {
            (int source, int begin, int end) = (batch.SourceIndexes[text], batch.Offsets[text], batch.Offsets[text + 1]);
            int width = 2 * Hidden;
            GoldenTensors.AssertClose(expected.AsSpan(source * Longest * width, (end - begin) * width), outputs.AsSpan(begin * width, (end - begin) * width), Tolerance, Tolerance, "outputs");
            GoldenTensors.AssertClose(final.AsSpan(((2 * 4) + source) * Hidden, Hidden), outputs.AsSpan((end - 1) * width, Hidden), Tolerance, Tolerance, "last state, forwards");
            GoldenTensors.AssertClose(final.AsSpan(((3 * 4) + source) * Hidden, Hidden), outputs.AsSpan((begin * width) + Hidden, Hidden), Tolerance, Tolerance, "last state, backwards");
        }

        GoldenTensors.AssertClose(GoldenTensors.InBatchOrder(golden[prefix + "concat_pooling"], batch, 6 * Hidden), TensorMemory.ToArray(output.TextVectors), Tolerance, Tolerance, "pooling");
        (output.TokenVectors.square().sum() / expected.Length).backward();
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            float[] gradient = name == "words.tuned" ? golden[prefix + "grad.embedding"] : Gradient(golden, prefix, name);
            GoldenTensors.AssertClose(gradient, TensorMemory.ToArray(parameter.grad!), Tolerance, Tolerance, "gradient of " + name);
        }
    }

    /// <summary>The reference's two biases of an LSTM are one here.</summary>
    private static float[] Weight(GoldenTensors golden, string prefix, string ours) => OfLayer(ours, (name, direction) =>
    {
        float[] values = golden[$"{prefix}weight.{name}{direction}"];
        return prefix == "lstm." && name.StartsWith("bias_ih", StringComparison.Ordinal)
            ? [.. values.Zip(golden[$"{prefix}weight.{name.Replace("_ih", "_hh", StringComparison.Ordinal)}{direction}"], (a, b) => a + b)]
            : values;
    });

    private static float[] Gradient(GoldenTensors golden, string prefix, string ours) => OfLayer(ours, (name, direction) => golden[$"{prefix}grad.{name}{direction}"]);

    /// <summary>Both directions of <c>layers.N.…</c>, one behind the other.</summary>
    private static float[] OfLayer(string ours, Func<string, string, float[]> read)
    {
        string[] segments = ours.Split('.');
        string name = segments[2] switch
        {
            "input_weight" => "weight_ih",
            "input_bias" => "bias_ih",
            "state_weight" => "weight_hh",
            _ => "bias_hh",
        };
        return [.. Directions.SelectMany(direction => read($"{name}_l{segments[1]}", direction))];
    }
}
