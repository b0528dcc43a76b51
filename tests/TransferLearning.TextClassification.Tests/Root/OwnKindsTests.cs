using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Extensibility;
using Xunit;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>An application's own encoder and head are trained, saved by name and loaded again.</summary>
public sealed class OwnKindsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Own_kinds_are_saved_by_name_and_need_to_be_registered()
    {
        using TemporaryFolder folder = new();
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseEncoder(BagFamily.Instance, new BagOptions { Size = 12 })
            .UseHead(GatedKind.Instance, new GatedOptions { Scale = 2 })
            .UseTraining(new() { Epochs = 2, Device = ComputeDevice.Cpu })
            .Build();
        using TransferClassifier classifier = await trainer.FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        classifier.Save(folder.File("saved"));
        string manifest = await File.ReadAllTextAsync(Path.Combine(folder.File("saved"), "classifier.json"), Cancellation);

        Assert.Contains("\"acme.bag\"", manifest, StringComparison.Ordinal);
        Assert.Contains("\"acme.gated\"", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(BagFamily), manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("architectures", await File.ReadAllTextAsync(Path.Combine(folder.File("saved"), "config.json"), Cancellation), StringComparison.Ordinal);
        CheckpointException noFamily = Assert.Throws<CheckpointException>(() => TransferClassifier.Load(folder.File("saved")));
        Assert.Contains("acme.bag", noFamily.Message, StringComparison.Ordinal);
        CheckpointException noHead = Assert.Throws<CheckpointException>(() => TransferClassifier.Load(folder.File("saved"), new() { Families = [BagFamily.Instance] }));
        Assert.Contains("acme.gated", noHead.Message, StringComparison.Ordinal);

        using TransferClassifier loaded = TransferClassifier.Load(
            folder.File("saved"), new() { Device = ComputeDevice.Cpu, Families = [BagFamily.Instance], Heads = [GatedKind.Instance] });
        Assert.Equal(TrainingTests.Scores(classifier), TrainingTests.Scores(loaded));
    }

    [Fact]
    public async Task An_encoder_without_parameters_is_refused_by_name()
    {
        TransferClassifierTrainer trainer = new TransferClassifierBuilder().UseEncoder(new ForgetfulFamily(), new BagOptions()).Build();

        ConfigurationException exception = await Assert.ThrowsAsync<ConfigurationException>(() => trainer.FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation));

        Assert.Contains("acme.forgetful", exception.Message, StringComparison.Ordinal);
        Assert.Contains("RegisterComponents", exception.Message, StringComparison.Ordinal);
    }

    private sealed record BagOptions : EncoderOptions
    {
        public int Size { get; init; } = 8;
    }

    private sealed class BagFamily : EncoderFamily<BagOptions>
    {
        internal static BagFamily Instance { get; } = new();

        public override string Name => "acme.bag";

        public override TextEncoder Create(EncoderConfiguration configuration) =>
            new BagEncoder(configuration.Values["vocab_size"]!.GetValue<int>(), configuration.Values["size"]!.GetValue<int>());

        public override JsonObject Configure(BagOptions options, int vocabularySize) => new() { ["vocab_size"] = vocabularySize, ["size"] = options.Size };
    }

    private sealed class BagEncoder : TextEncoder
    {
        private readonly Parameter table;

        internal BagEncoder(int vocabulary, int size)
            : base(nameof(BagEncoder))
        {
            HiddenSize = size;
            table = new Parameter(empty(vocabulary, size));
            RegisterComponents();
        }

        public override int HiddenSize { get; }

        public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
        {
            Tensor vectors = table.index_select(0, batch.TokenIds); // [tokens, size]
            Tensor[] means = [.. Enumerable.Range(0, batch.TextCount).Select(i => vectors[TensorIndex.Slice(batch.Offsets[i], batch.Offsets[i + 1])].mean([0]))];
            return new() { TokenVectors = vectors, TextVectors = stack(means) };
        }
    }

    private sealed class ForgetfulFamily : EncoderFamily<BagOptions>
    {
        public override string Name => "acme.forgetful";

        public override TextEncoder Create(EncoderConfiguration configuration) => new ForgetfulEncoder();

        public override JsonObject Configure(BagOptions options, int vocabularySize) => [];
    }

    private sealed class ForgetfulEncoder() : TextEncoder(nameof(ForgetfulEncoder))
    {
        public override int HiddenSize => 4;

        public override EncoderOutput Forward(TokenBatch batch, ForwardContext context) => throw new NotSupportedException();
    }

    private sealed record GatedOptions
    {
        public double Scale { get; init; } = 1;
    }

    private sealed class GatedKind : HeadKind<GatedOptions>
    {
        internal static GatedKind Instance { get; } = new();

        public override string Name => "acme.gated";

        protected override JsonTypeInfo<GatedOptions> OptionsType => (JsonTypeInfo<GatedOptions>)JsonSerializerOptions.Default.GetTypeInfo(typeof(GatedOptions));

        public override ClassificationHead Create(GatedOptions options, HeadShape shape) => new GatedHead(shape, options.Scale);
    }

    private sealed class GatedHead : ClassificationHead
    {
        private readonly Parameter weight;
        private readonly double scale;

        internal GatedHead(HeadShape shape, double scale)
            : base(nameof(GatedHead))
        {
            this.scale = scale;
            weight = new Parameter(empty(shape.HiddenSize, shape.Outputs));
            RegisterComponents();
        }

        public override Tensor Forward(EncoderOutput output, ForwardContext context) => output.TextVectors.mm(weight) * scale; // [texts, outputs]
    }
}
