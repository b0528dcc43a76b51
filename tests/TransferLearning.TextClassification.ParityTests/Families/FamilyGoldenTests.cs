using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Persistence;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Families;

/// <summary>Tiny classifiers of every family against the reference implementation: hidden states, logits, loss, gradients, three steps of AdamW.</summary>
public sealed class FamilyGoldenTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("bert-sequence-classification")]
    [InlineData("bert-multi-label")]
    [InlineData("bert-regression")]
    [InlineData("bert-relu")]
    [InlineData("bert-silu")]
    [InlineData("bert-gelu_new")]
    [InlineData("bert-gelu_pytorch_tanh")]
    [InlineData("bert-decoder-free-no-types")]
    [InlineData("roberta-sequence-classification")]
    [InlineData("xlm-roberta-sequence-classification")]
    [InlineData("camembert-sequence-classification")]
    [InlineData("distilbert-sequence-classification")]
    [InlineData("electra-sequence-classification")]
    [InlineData("albert-sequence-classification")]
    [InlineData("mpnet-sequence-classification")]
    [InlineData("gpt2-sequence-classification")]
    [InlineData("gpt2-sequence-classification-left-padding")]
    [InlineData("modernbert-sequence-classification")]
    [InlineData("deberta-v2-sequence-classification")]
    public void A_classifier_equals_the_reference(string name)
    {
        string folder = SharedFolder.Path("goldens", "models", name);
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenTensors golden = new(Path.Combine(folder, "golden.safetensors"));
        int outputs = (int)golden.Shape("logits")[1];
        using ClassificationModel model = Load(folder, outputs);
        using TokenBatch batch = TokenBatch.Create(golden.Texts(), torch.CPU);
        (LossKind loss, torch.Tensor targets) = Targets(golden, name, batch, outputs);

        EncoderOutput output = model.Encoder.Forward(batch, ForwardContext.ForTraining(0, 0, keepHiddenStates: true));
        Assert.Equal(golden.Names.Count(key => key.StartsWith("hidden.", StringComparison.Ordinal)), output.HiddenStates.Length);
        for (int layer = 0; layer < output.HiddenStates.Length; layer++)
        {
            AssertHidden(golden, $"hidden.{layer}", output.HiddenStates[layer], batch);
        }

        torch.Tensor logits = model.Head.Forward(output, ForwardContext.Inference());
        GoldenTensors.AssertClose(InBatchOrder(golden["logits"], batch, outputs), TensorMemory.ToArray(logits), Tolerance, Tolerance, "logits");
        torch.Tensor value = loss.Compute(logits, targets);
        GoldenTensors.AssertClose(golden["loss"], TensorMemory.ToArray(value), Tolerance, Tolerance, "loss");

        value.backward();
        Dictionary<string, float[]> gradients = [];
        foreach ((string ours, Parameter parameter) in model.NamedParameters())
        {
            string theirs = model.CheckpointName(ours);
            gradients[theirs] = AsStored(model, ours, parameter.grad!);
            GoldenTensors.AssertClose(golden["grad." + theirs], gradients[theirs], Tolerance, Tolerance, "grad." + theirs);
        }

        Assert.Equal(golden.Names.Count(key => key.StartsWith("grad.", StringComparison.Ordinal)), gradients.Count);
        AssertThreeSteps(model, golden, batch, loss, targets, gradients);
    }

    [Theory]
    [InlineData("bert-sequence-classification")]
    [InlineData("bert-decoder-free-no-types")]
    [InlineData("roberta-sequence-classification")]
    [InlineData("distilbert-sequence-classification")]
    [InlineData("electra-sequence-classification")]
    [InlineData("albert-sequence-classification")]
    [InlineData("mpnet-sequence-classification")]
    [InlineData("gpt2-sequence-classification")]
    [InlineData("modernbert-sequence-classification")]
    [InlineData("deberta-v2-sequence-classification")]
    public void Logits_and_gradients_by_kernels_equal_the_reference(string name)
    {
        string folder = SharedFolder.Path("goldens", "models", name);
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenTensors golden = new(Path.Combine(folder, "golden.safetensors"));
        int outputs = (int)golden.Shape("logits")[1];
        using ClassificationModel model = Load(folder, outputs);
        using TokenBatch batch = TokenBatch.Create(golden.Texts(), torch.CPU);
        (LossKind loss, torch.Tensor targets) = Targets(golden, name, batch, outputs);
        using FusedEngine engine = FusedEngine.Create(torch.CPU, Precision.Float32)!;
        using FusedPass pass = engine.Begin(needsGradients: true);

        torch.Tensor logits = model.Forward(batch, ForwardContext.ForTraining(0, 0, pass));
        loss.Compute(logits, targets).backward();
        pass.Backward();

        GoldenTensors.AssertClose(InBatchOrder(golden["logits"], batch, outputs), TensorMemory.ToArray(logits), Tolerance, Tolerance, "logits");
        foreach ((string ours, Parameter parameter) in model.NamedParameters())
        {
            string theirs = model.CheckpointName(ours);
            GoldenTensors.AssertClose(golden["grad." + theirs], AsStored(model, ours, parameter.grad!), Tolerance, Tolerance, "grad." + theirs);
        }
    }

    [Fact]
    public void A_base_model_without_prefix_equals_the_reference()
    {
        string folder = SharedFolder.Path("goldens", "models", "bert-base-model");
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenTensors golden = new(Path.Combine(folder, "golden.safetensors"));
        using ClassificationModel model = Load(folder, outputs: 2);
        using TokenBatch batch = TokenBatch.Create(golden.Texts(), torch.CPU);

        EncoderOutput output = model.Encoder.Forward(batch, ForwardContext.Inference());

        AssertHidden(golden, "last_hidden_state", output.TokenVectors, batch);
        GoldenTensors.AssertClose(InBatchOrder(golden["pooler_output"], batch, model.Encoder.HiddenSize), TensorMemory.ToArray(output.TextVectors), Tolerance, Tolerance, "pooler_output");
    }

    [Theory]
    [InlineData("safetensors-float16", "safetensors-float16")]
    [InlineData("safetensors-bfloat16", "safetensors-bfloat16")]
    [InlineData("safetensors-float64", "safetensors-float64")]
    [InlineData("safetensors-sharded", null)]
    [InlineData("pytorch-zip", null)]
    [InlineData("pytorch-legacy", null)]
    [InlineData("pytorch-sharded", null)]
    [InlineData("pytorch-float16", "safetensors-float16")]
    [InlineData("pytorch-bfloat16", "safetensors-bfloat16")]
    [InlineData("pytorch-float64", "safetensors-float64")]
    [InlineData("pytorch-gamma-beta", null)]
    [InlineData("pytorch-nested-data-parallel", null)]
    [InlineData("pytorch-non-contiguous", null)]
    [InlineData("pytorch-parameters", null)]
    [InlineData("pytorch-shared-storage", null)]
    public void Every_form_of_weights_gives_the_logits_of_the_reference(string form, string? goldenForm)
    {
        string folder = SharedFolder.Path("goldens", "weights", form);
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenTensors inputs = new(SharedFolder.Path("goldens", "models", "bert-sequence-classification", "golden.safetensors"));
        using GoldenTensors golden = new(goldenForm is null
            ? SharedFolder.Path("goldens", "models", "bert-sequence-classification", "golden.safetensors")
            : SharedFolder.Path("goldens", "weights", goldenForm, "golden.safetensors"));
        int outputs = (int)golden.Shape("logits")[1];
        using ClassificationModel model = Load(folder, outputs);
        using TokenBatch batch = TokenBatch.Create(inputs.Texts(), torch.CPU);

        torch.Tensor logits = model.Forward(batch, ForwardContext.Inference());

        GoldenTensors.AssertClose(InBatchOrder(golden["logits"], batch, outputs), TensorMemory.ToArray(logits), Tolerance, Tolerance, form);
    }

    private static void AssertThreeSteps(
        ClassificationModel model, GoldenTensors golden, TokenBatch batch, LossKind loss, torch.Tensor targets, Dictionary<string, float[]> gradients)
    {
        // The golden decays every parameter, so all stand in one group.
        ParameterGroup all = new() { Parameters = [.. model.NamedParameters().Select(pair => (pair.Name, (torch.Tensor)pair.Parameter))] };
        using ParameterOptimizer optimizer = new AdamWKind(new AdamWOptions { LearningRate = 1e-3, WeightDecay = 0.01 }).Create([all]);
        for (int step = 0; step < 3; step++)
        {
            if (step > 0)
            {
                optimizer.ZeroGradients();
                loss.Compute(model.Forward(batch, ForwardContext.ForTraining(0, step)), targets).backward();
            }

            optimizer.Step(1);
        }

        foreach ((string ours, Parameter parameter) in model.NamedParameters())
        {
            string theirs = model.CheckpointName(ours);
            float[] expected = golden["step3." + theirs];
            float[] actual = AsStored(model, ours, parameter);
            int[] compared = [.. Enumerable.Range(0, expected.Length).Where(i => Math.Abs(gradients[theirs][i]) >= 1e-7 && !IsKeyBias(model, ours, i, expected.Length))];
            GoldenTensors.AssertClose([.. compared.Select(i => expected[i])], [.. compared.Select(i => actual[i])], 2e-4, 0, "step3." + theirs);
        }

        torch.Tensor after = loss.Compute(model.Forward(batch, ForwardContext.Inference()), targets);
        GoldenTensors.AssertClose(golden["step3_loss"], TensorMemory.ToArray(after), 2e-5, 0, "step3_loss");
    }

    private static ClassificationModel Load(string folder, int outputs)
    {
        CheckpointConfiguration values = CheckpointFolder.ReadConfiguration(folder);
        EncoderFamily family = KnownKinds.BuiltIn.FamilyOf(values);
        EncoderConfiguration configuration = new() { Values = values.Json, Pooling = family.ClassifierPooling(values.Json) };
        TextEncoder encoder = family.Create(configuration);
        ClassificationModel model = new(family, encoder, OwnHead.Of(family).Create([], new HeadShape(encoder.HiddenSize, outputs, 0) { Encoder = configuration }));
        ModelAssembly.ReadEncoder(model, folder, takesHead: true);
        return model;
    }

    /// <summary>A parameter's values, or its gradient's, as the checkpoint holds them.</summary>
    private static float[] AsStored(ClassificationModel model, string ours, torch.Tensor values) =>
        TensorMemory.ToArray(model.Family.IsTransposed(ours["encoder.".Length..]) ? values.t().contiguous() : values);

    /// <summary>The gradient of a key's bias is rounding noise; a projection of queries, keys and values has the keys in its middle third.</summary>
    private static bool IsKeyBias(ClassificationModel model, string ours, int element, int length) =>
        model.Family.Name != "deberta-v2" // its keys meet positions too
        && (ours.EndsWith("attention.key.bias", StringComparison.Ordinal)
            || (ours.EndsWith("attention.projection.bias", StringComparison.Ordinal) && element >= length / 3 && element < length / 3 * 2));

    private static (LossKind Loss, torch.Tensor Targets) Targets(GoldenTensors golden, string name, TokenBatch batch, int outputs)
    {
        float[] labels = golden["input.labels"];
        return name switch
        {
            "bert-multi-label" => (new BinaryCrossEntropyKind(new BinaryCrossEntropyOptions()), torch.tensor(InBatchOrder(labels, batch, outputs)).view(-1, outputs)),
            "bert-regression" => (new MeanSquaredErrorKind(), torch.tensor(InBatchOrder(labels, batch, 1))),
            _ => (new CrossEntropyKind(new CrossEntropyOptions()), torch.tensor([.. InBatchOrder(labels, batch, 1).Select(label => (long)label)])),
        };
    }

    private static float[] InBatchOrder(float[] rows, TokenBatch batch, int width) =>
        [.. batch.SourceIndexes.SelectMany(row => rows.Skip(row * width).Take(width))];

    private static void AssertHidden(GoldenTensors golden, string name, torch.Tensor hidden, TokenBatch batch)
    {
        long[] shape = golden.Shape(name); // [texts, longest, hidden]
        float[] padded = golden[name];
        (int longest, int size) = ((int)shape[1], (int)shape[2]);
        float[] mask = golden["input.attention_mask"];
        float[] expected = [.. batch.SourceIndexes.SelectMany(row =>
            Enumerable.Range(row * longest, longest).Where(token => mask[token] == 1).SelectMany(token => padded.Skip(token * size).Take(size)))];
        GoldenTensors.AssertClose(expected, TensorMemory.ToArray(hidden), Tolerance, Tolerance, name);
    }
}
