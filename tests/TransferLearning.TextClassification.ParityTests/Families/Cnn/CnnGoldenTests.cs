using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Cnn;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Families.Cnn;

/// <summary>A convolutional network of three widths against the reference: features and gradients, a text shorter than every filter among the texts.</summary>
public sealed class CnnGoldenTests
{
    private const int Size = 8;
    private const double Tolerance = 1e-6;

    private static readonly int[] Widths = [3, 4, 5];

    [Fact]
    public void Features_and_gradients_equal_the_reference()
    {
        using GoldenTensors golden = new(SharedFolder.Path("goldens", "parts", "cnn-rnn.safetensors"));
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        JsonObject configuration = CnnFamily.Instance.Configure(new() { EmbeddingSize = Size, FeatureMaps = 6, FilterWidths = Widths }, vocabularySize: 50);
        using TextEncoder encoder = CnnFamily.Instance.Create(new() { Values = configuration, Pooling = Pooling.Max });
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            float[] values = Expected(golden, "cnn.weight.", name);
            ParameterInitialization.Fill(parameter, destination => values.CopyTo(destination));
        }

        using TokenBatch batch = TokenBatch.Create(PartsGolden.Texts(golden), torch.CPU);
        torch.Tensor features = encoder.Forward(batch, ForwardContext.Inference()).TextVectors;

        GoldenTensors.AssertClose(GoldenTensors.InBatchOrder(golden["cnn.features"], batch, Widths.Length * 6), TensorMemory.ToArray(features), Tolerance, Tolerance, "features");
        features.square().mean().backward();
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            GoldenTensors.AssertClose(Expected(golden, "cnn.grad.", name), TensorMemory.ToArray(parameter.grad!), Tolerance, Tolerance, "gradient of " + name);
        }

        Assert.Equal(golden.Names.Count(name => name.StartsWith("cnn.grad.", StringComparison.Ordinal)), encoder.named_parameters().Count());
    }

    /// <summary>The reference's tensor of one of our parameters; its filters have the order [maps, size, width], ours [maps, width, size].</summary>
    private static float[] Expected(GoldenTensors golden, string prefix, string ours)
    {
        string theirs = prefix + ours.Replace("words.tuned", "embedding.weight", StringComparison.Ordinal).Replace("filters.", "convs.", StringComparison.Ordinal);
        float[] values = golden[theirs];
        if (golden.Shape(theirs) is not [var maps, var size, var width])
        {
            return values;
        }

        float[] reordered = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (long map, long input, long place) = (i / (size * width), i / width % size, i % width);
            reordered[(map * width * size) + (place * size) + input] = values[i];
        }

        Assert.Equal(6, maps);
        return reordered;
    }
}
