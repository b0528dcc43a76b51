using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Tests.Root;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>What every encoder must do, with every pooling that it knows. They count the process's tensors, so nothing runs beside them.</summary>
[Collection(nameof(EncoderContractTests))]
[CollectionDefinition(nameof(EncoderContractTests), DisableParallelization = true)]
public sealed class EncoderContractTests
{
    private const double Tolerance = 1e-5;

    private static readonly TokenizedText[] Texts = [Text(3, 8, 1), Text(20), Text(4, 4, 9, 30, 2, 17, 8), Text(5, 6), Text(33, 8, 7, 6, 5, 4, 3, 2, 1, 48, 12), Text(9, 3, 1)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. EncoderCase.All.Select(encoder => encoder.Name)];

    public static TheoryData<string, Pooling> NamesAndPoolings =>
        [.. EncoderCase.All.SelectMany(encoder => encoder.Family.AllPoolings.Select(pooling => (encoder.Name, pooling)))];

    [Theory]
    [MemberData(nameof(NamesAndPoolings))]
    public void Vectors_have_the_sizes_that_the_encoder_states(string name, Pooling pooling)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(name, pooling);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);

        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());

        Assert.Equal([batch.TokenCount, encoder.HiddenSize], output.TokenVectors.shape);
        Assert.Equal([batch.TextCount, encoder.TextVectorSize], output.TextVectors.shape);
    }

    [Theory]
    [MemberData(nameof(NamesAndPoolings))]
    public void A_text_is_the_same_whatever_texts_stand_beside_it(string name, Pooling pooling)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using TextEncoder encoder = Create(name, pooling);
        using TokenBatch together = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = encoder.Forward(together, ForwardContext.Inference());
        for (int text = 0; text < Texts.Length; text++)
        {
            using TokenBatch alone = TokenBatch.Create([Texts[together.SourceIndexes[text]]], torch.CPU);
            EncoderOutput expected = encoder.Forward(alone, ForwardContext.Inference());

            AssertClose(expected.TextVectors[0], output.TextVectors[text]);
            AssertClose(expected.TokenVectors, output.TokenVectors[torch.TensorIndex.Slice(together.Offsets[text], together.Offsets[text + 1])]);
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndPoolings))]
    public void Texts_and_gradients_are_the_same_where_no_one_reads_token_vectors(string name, Pooling pooling)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(name, pooling);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        (torch.Tensor expected, Dictionary<string, torch.Tensor> expectedGradients) = Run(needsTokenVectors: true);

        (torch.Tensor vectors, Dictionary<string, torch.Tensor> gradients) = Run(needsTokenVectors: false);

        AssertClose(expected, vectors);
        Assert.Equal(expectedGradients.Keys.Order(), gradients.Keys.Order());
        Assert.All(gradients, pair => AssertClose(expectedGradients[pair.Key], pair.Value));

        (torch.Tensor Vectors, Dictionary<string, torch.Tensor> Gradients) Run(bool needsTokenVectors)
        {
            ForwardContext context = ForwardContext.Inference();
            context.NeedsTokenVectors = needsTokenVectors;
            torch.Tensor texts = encoder.Forward(batch, context).TextVectors;
            (texts * torch.arange(1, texts.numel() + 1).sin().view_as(texts)).sum().backward();
            Dictionary<string, torch.Tensor> found = encoder.named_parameters().Where(pair => pair.parameter.grad is not null)
                .ToDictionary(pair => pair.name, pair => pair.parameter.grad!.clone());
            foreach ((_, Parameter parameter) in encoder.named_parameters())
            {
                parameter.grad?.zero_();
            }

            return (texts.detach(), found);
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndPoolings))]
    public void Gradients_reach_every_parameter(string name, Pooling pooling)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(name, pooling);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);

        torch.Tensor vectors = encoder.Forward(batch, ForwardContext.Inference()).TextVectors;
        (vectors * torch.arange(1, vectors.numel() + 1).sin().view_as(vectors)).sum().backward();

        foreach ((string parameter, Parameter values) in encoder.named_parameters().Where(pair => pair.parameter.requires_grad))
        {
            torch.Tensor gradient = values.grad ?? throw new InvalidOperationException($"No gradient reaches '{parameter}'.");
            Assert.Equal(values.shape, gradient.shape);
            Assert.True(gradient.abs().max().item<float>() > 0, $"The gradient of '{parameter}' is 0.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_seeds_give_equal_weights_and_equal_dropout(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        float[] first = Trained(seed: 3, step: 5);

        Assert.Equal(first, Trained(seed: 3, step: 5));
        Assert.NotEqual(first, Trained(seed: 3, step: 6));
        Assert.NotEqual(first, Trained(seed: 4, step: 5));

        float[] Trained(long seed, long step)
        {
            using TextEncoder encoder = Create(name, seed: seed);
            return TensorMemory.ToArray(encoder.Forward(batch, ForwardContext.ForTraining(1, step)).TextVectors);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pass_leaves_no_tensor_behind(string name)
    {
        using TextEncoder encoder = Create(name);
        Pass(1); // gradients come into being
        GC.Collect(); // what earlier tests left to finalizers
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        Pass(5);

        Assert.Equal(before, torch.Tensor.TotalCount);

        void Pass(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
                encoder.Forward(batch, ForwardContext.ForTraining(1, i)).TextVectors.square().mean().backward();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_saved_classifier_answers_the_same_when_it_is_loaded(string name)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("saved");
        ClassifierLoadOptions options = new() { Device = ComputeDevice.Cpu, Families = [Case(name).Family] };
        using TransferClassifier classifier = await Case(name).Use(new()).UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu }).Build()
            .FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        await classifier.SaveAsync(path, Cancellation);
        using TransferClassifier loaded = await TransferClassifier.LoadAsync(path, options, Cancellation);
        ModelInfo info = ModelInfo.Read(path, options);

        Assert.Equal(TrainingTests.Scores(classifier), TrainingTests.Scores(loaded));
        Assert.Equal(Case(name).Family.Name, info.Family);
        Assert.Empty(info.NewParts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_impossible_configuration_is_refused_by_name(string name)
    {
        EncoderCase encoder = Case(name);
        JsonObject broken = encoder.Configuration.DeepClone().AsObject();
        broken[encoder.Key] = 0;

        ConfigurationException options = Assert.Throws<ConfigurationException>(encoder.Wrong(new()).Build);
        CheckpointException file = Assert.Throws<CheckpointException>(() => encoder.Family.Create(new() { Values = broken, Pooling = Pooling.Mean, Path = "folder/config.json" }));

        Assert.Contains(encoder.Mistake, options.Message, StringComparison.Ordinal);
        Assert.StartsWith($"folder/config.json: '{encoder.Key}' is 0", file.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pooling_that_the_family_does_not_know_is_refused(string name)
    {
        EncoderCase encoder = Case(name);
        foreach (Pooling pooling in Enum.GetValues<Pooling>().Except(encoder.Family.AllPoolings))
        {
            ConfigurationException exception = Assert.Throws<ConfigurationException>(() => PlanChecks.EnsurePooling(encoder.Family, pooling));

            Assert.Contains($"The pooling is {pooling} and the encoder '{encoder.Family.Name}'", exception.Message, StringComparison.Ordinal);
        }
    }

    private static EncoderCase Case(string name) => EncoderCase.All.Single(encoder => encoder.Name == name);

    private static TokenizedText Text(params int[] ids) => new(ids, null, false);

    private static TextEncoder Create(string name, Pooling? pooling = null, long seed = 1)
    {
        NativeBackend.EnsureLoaded();
        EncoderCase encoder = Case(name);
        TextEncoder created = encoder.Family.CreatePooled(new() { Values = encoder.Configuration, Pooling = pooling ?? encoder.Family.DefaultPooling });
        foreach ((string parameter, Parameter values) in created.named_parameters())
        {
            created.InitializeParameter(parameter, values, ModuleWeights.SeedOf(seed, parameter));
        }

        return created;
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, Tolerance * Math.Max(1, expected.abs().max().item<float>()));
    }
}
