using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Cnn;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Families.Cnn;

/// <summary>Pooling over the windows of a convolutional network.</summary>
public sealed class CnnEncoderTests
{
    private const int Width = 3;

    [Theory]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.Mean)]
    public void Only_windows_inside_the_text_are_pooled_and_a_short_text_has_one(Pooling pooling)
    {
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        CnnEncoderOptions options = new() { EmbeddingSize = 4, FeatureMaps = 5, FilterWidths = [Width] };
        using TextEncoder encoder = CnnFamily.Instance.Create(new() { Values = CnnFamily.Instance.Configure(options, TinyModels.VocabularySize), Pooling = pooling });
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            encoder.InitializeParameter(name, parameter, ModuleWeights.SeedOf(1, name));
        }

        using TokenBatch batch = TokenBatch.Create([new([3, 8, 1, 9, 20], null, false), new([7, 5], null, false)], torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());
        float[] tokens = TensorMemory.ToArray(output.TokenVectors);
        float[] texts = TensorMemory.ToArray(output.TextVectors);

        for (int text = 0; text < batch.TextCount; text++)
        {
            int windows = Math.Max(1, batch.Offsets[text + 1] - batch.Offsets[text] - Width + 1);
            for (int map = 0; map < encoder.HiddenSize; map++)
            {
                float[] responses = [.. Enumerable.Range(batch.Offsets[text], windows).Select(token => tokens[(token * encoder.HiddenSize) + map])];
                Assert.Equal(pooling == Pooling.Max ? responses.Max() : responses.Average(), texts[(text * encoder.HiddenSize) + map], 1e-6f);
            }
        }

        Assert.True(texts.Max() > 0);
    }
}
