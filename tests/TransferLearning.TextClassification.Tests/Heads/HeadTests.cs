using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Tests.Root;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Heads;

/// <summary>The heads against sums by hand; trained, saved and loaded again on several encoders.</summary>
public sealed class HeadTests
{
    private const double Tolerance = 1e-5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> EncodersAndHeads =>
        [.. from encoder in (string[])["bert", "transformer", "cnn", "rnn"] from head in (string[])["linear", "mlp", "attention"] select (encoder, head)];

    [Fact]
    public void A_multi_layer_head_is_dense_layers_with_an_activation_and_a_linear_one()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NativeBackend.EnsureLoaded();
        using ClassificationHead head = Filled(MlpHeadKind.Instance.Create(new MlpHeadOptions { Layers = 2, HiddenSize = 5, Activation = "relu" }, new HeadShape(4, 3, 0.1)));
        torch.Tensor texts = torch.arange(8).sin().view(2, 4);
        Dictionary<string, Parameter> parameters = head.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);

        torch.Tensor expected = Linear(Linear(Linear(texts, "layers.0").relu(), "layers.1").relu(), "classifier");

        AssertClose(expected, head.Forward(new() { TokenVectors = texts, TextVectors = texts }, ForwardContext.Inference()));

        torch.Tensor Linear(torch.Tensor input, string name) => input.mm(parameters[name + ".weight"].t()) + parameters[name + ".bias"];
    }

    [Fact]
    public void An_attention_head_weighs_the_tokens_of_each_text()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NativeBackend.EnsureLoaded();
        using ClassificationHead head = Filled(AttentionHeadKind.Instance.Create(new AttentionHeadOptions { Size = 6, Hops = 2 }, new HeadShape(9, 3, 0.1) { TokenVectorSize = 4 }));
        using TokenBatch batch = TokenBatch.Create([new TokenizedText([1, 2, 3], null, false), new TokenizedText([4], null, false)], torch.CPU);
        torch.Tensor tokens = torch.arange(16).sin().view(4, 4);
        EncoderOutput output = new() { TokenVectors = tokens, TextVectors = torch.zeros(2, 9), Batch = batch };
        Dictionary<string, Parameter> parameters = head.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);

        torch.Tensor scores = head.Forward(output, ForwardContext.Inference());

        for (int text = 0; text < 2; text++)
        {
            torch.Tensor own = tokens[torch.TensorIndex.Slice(batch.Offsets[text], batch.Offsets[text + 1])]; // [length, 4]
            torch.Tensor weights = own.mm(parameters["attention.inner"].t()).tanh().mm(parameters["attention.outer"].t()).softmax(0); // [length, hops]
            torch.Tensor expected = weights.t().mm(own).view(1, 8).mm(parameters["classifier.weight"].t()) + parameters["classifier.bias"];
            AssertClose(expected[0], scores[text]);
        }
    }

    [Theory]
    [MemberData(nameof(EncodersAndHeads))]
    public async Task A_head_is_trained_saved_and_loaded_with_every_encoder(string encoder, string head)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("saved");
        using TransferClassifier classifier = await Builder(encoder, head).UseTraining(new() { Epochs = 2, Device = ComputeDevice.Cpu }).Build()
            .FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        await classifier.SaveAsync(path, Cancellation);
        using TransferClassifier loaded = await TransferClassifier.LoadAsync(path, new() { Device = ComputeDevice.Cpu }, Cancellation);

        Assert.Equal(TrainingTests.Scores(classifier), TrainingTests.Scores(loaded));
        Assert.Equal(head, ModelInfo.Read(path).Head);
        Assert.Equal(encoder == "bert" && head == "linear", ModelInfo.Read(path).ReferenceClass == "BertForSequenceClassification");
        Assert.Equal(ModelInfo.Read(path).ReferenceClass is not null, JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(path, "config.json"), Cancellation))!.AsObject().ContainsKey("architectures"));
    }

    [Theory]
    [InlineData(Pooling.Attention, 16)]
    [InlineData(Pooling.LastLayers, 32)]
    [InlineData(Pooling.LastMaxMean, 48)]
    public async Task A_pooling_behind_the_encoder_is_trained_saved_and_loaded_with_it(Pooling pooling, int size)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("saved");
        using TransferClassifier classifier = await new TransferClassifierBuilder()
            .UseTransformerEncoder(new() { HiddenSize = 16, Layers = 2, AttentionHeads = 2, Positions = 32, Pooling = pooling })
            .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu }).Build()
            .FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        await classifier.SaveAsync(path, Cancellation);
        using TransferClassifier loaded = await TransferClassifier.LoadAsync(path, new() { Device = ComputeDevice.Cpu }, Cancellation);

        Assert.Equal(TrainingTests.Scores(classifier), TrainingTests.Scores(loaded));
        Assert.Equal(size, loaded.Embed("where is my parcel").Length);
        Assert.Equal(pooling, ModelInfo.Read(path).Pooling);
    }

    [Fact]
    public async Task A_saved_head_goes_on_where_no_other_is_chosen()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("saved");
        using TransferClassifier classifier = await Builder("transformer", "attention").UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu }).Build()
            .FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        await classifier.SaveAsync(path, Cancellation);
        TransferClassifierBuilder more = new TransferClassifierBuilder()
            .UsePretrained(PretrainedModel.FromDirectory(path)).UseAdamW(new() { LearningRate = 1e-12 }).UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu });
        using TransferClassifier continued = await more.Build().FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        Assert.Equal("attention", continued.Configuration!["head"].Value);
        Assert.Equal(TrainingTests.Scores(classifier).SelectMany(row => row), TrainingTests.Scores(continued).SelectMany(row => row), (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.Equal("mlp", more.UseMlpHead().Build().Resolve(ToyData.TwoClasses)["head"].Value);
    }

    [Fact]
    public void Mistaken_options_are_listed()
    {
        ConfigurationException mlp = Assert.Throws<ConfigurationException>(
            new TransferClassifierBuilder().UseMlpHead(new() { Layers = 0, HiddenSize = -1, Activation = "step", Dropout = 1 }).Build);
        ConfigurationException attention = Assert.Throws<ConfigurationException>(
            new TransferClassifierBuilder().UseBertEncoder(new() { Pooling = Pooling.Max }).UseAttentionHead(new() { Size = 0, Hops = 0, Dropout = -1 }).Build);

        Assert.Equal(
            ["MlpHeadOptions.Layers is 0", "MlpHeadOptions.HiddenSize is -1", "MlpHeadOptions.Dropout is 1", "MlpHeadOptions.Activation is 'step'"],
            mlp.Problems.Select(problem => problem.Given));
        Assert.Equal(
            ["AttentionHeadOptions.Size is 0", "AttentionHeadOptions.Hops is 0", "AttentionHeadOptions.Dropout is -1", "The pooling is Max and the head 'attention'"],
            attention.Problems.Select(problem => problem.Given));
    }

    [Theory]
    [InlineData("\"activation\": \"gelu\"", "\"activation\": \"step\"", "MlpHeadOptions.Activation is 'step'")]
    [InlineData("\"layers\": 1", "\"layers\": 0", "MlpHeadOptions.Layers is 0")]
    public async Task Saved_options_that_were_broken_are_refused(string written, string broken, string says)
    {
        using TemporaryFolder folder = new();
        string manifest = Path.Combine(folder.File("saved"), "classifier.json");
        using (TransferClassifier classifier = await Builder("transformer", "mlp").UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu }).Build()
            .FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation))
        {
            await classifier.SaveAsync(folder.File("saved"), Cancellation);
        }

        string content = await File.ReadAllTextAsync(manifest, Cancellation);
        Assert.Contains(written, content, StringComparison.Ordinal);
        await File.WriteAllTextAsync(manifest, content.Replace(written, broken, StringComparison.Ordinal), Cancellation);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => TransferClassifier.Load(folder.File("saved")));

        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    private static TransferClassifierBuilder Builder(string encoder, string head)
    {
        TransferClassifierBuilder builder = new();
        _ = encoder switch
        {
            "bert" => builder.UseBertEncoder(ToyData.TinyEncoder),
            "transformer" => builder.UseTransformerEncoder(new() { HiddenSize = 16, Layers = 1, AttentionHeads = 2, Positions = 32 }),
            "cnn" => builder.UseCnnEncoder(new() { EmbeddingSize = 8, FeatureMaps = 4 }),
            _ => builder.UseRnnEncoder(new() { EmbeddingSize = 8, HiddenSize = 4 }),
        };
        return head switch
        {
            "mlp" => builder.UseMlpHead(),
            "attention" => builder.UseAttentionHead(),
            _ => builder.UseLinearHead(),
        };
    }

    private static ClassificationHead Filled(ClassificationHead head)
    {
        foreach ((string name, Parameter parameter) in head.named_parameters())
        {
            ParameterInitialization.Normal(parameter, ModuleWeights.SeedOf(1, name), 1);
        }

        return head;
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, Tolerance);
    }
}
