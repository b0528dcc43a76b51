using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.ParityTests.Families.ModernBert;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Tests;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Families;

/// <summary>A tiny classifier, computed in one of the ways, beside what the reference implementation computed. Each comparison throws where they differ.</summary>
internal sealed class GoldenClassifier : IDisposable
{
    internal const double Tolerance = 1e-5;

    private const double StepTolerance = 2e-4;
    private const double StepLossTolerance = 2e-5;
    private const double LeastGradientOfSteps = 1e-7; // Adam makes steps of one size from smaller ones, which are rounding

    private readonly DisposeScope scope;
    private readonly Computation computation;
    private readonly Computing computing;
    private readonly bool widened;
    private readonly GoldenTensors golden;
    private readonly List<TokenizedText> texts;
    private readonly TokenBatch batch;
    private readonly LossKind loss;
    private readonly torch.Tensor targets;
    private readonly int outputs;

    private GoldenClassifier(string name, Computing computing, string? widened)
    {
        this.widened = widened is not null;
        string folder = SharedFolder.Path("goldens", "models", name);
        NativeBackend.EnsureLoaded();
        scope = torch.NewDisposeScope();
        this.computing = computing;
        computation = Create(computing);
        golden = new(Path.Combine(folder, "golden.safetensors"));
        texts = golden.Texts();
        batch = TokenBatch.Create(texts, torch.CPU);
        outputs = (int)golden.Shape("logits")[1];
        Model = LoadModel(widened ?? folder, outputs);
        float[] labels = golden["input.labels"];
        (loss, targets) = name switch
        {
            "bert-multi-label" => ((LossKind)new BinaryCrossEntropyKind(new BinaryCrossEntropyOptions()), torch.tensor(InBatchOrder(labels, outputs)).view(-1, outputs)),
            "bert-regression" => (new MeanSquaredErrorKind(), torch.tensor(InBatchOrder(labels, 1))),
            _ => (new CrossEntropyKind(new CrossEntropyOptions()), torch.tensor([.. InBatchOrder(labels, 1).Select(label => (long)label)])),
        };
    }

    internal ClassificationModel Model { get; }

    /// <summary>Opens the golden of a name. Skips the calling test where it is missing.</summary>
    internal static GoldenClassifier Open(string name, Computing computing) => new(name, computing, null);

    /// <summary>Opens the golden of <see cref="WidenedModernBert"/> with the model of a folder that this has written.</summary>
    internal static GoldenClassifier OpenWidened(string folder, Computing computing) => new(WidenedModernBert.Name, computing, folder);

    /// <summary>The computation of a way, in float32 on the processor.</summary>
    internal static Computation Create(Computing computing) => computing == Computing.ByTensorOperations
        ? Computation.ByTensorOperations(torch.CPU, Precision.Float32)
        : Computation.Create(torch.CPU, Precision.Float32);

    /// <summary>The model of a checkpoint with the head of the reference's class.</summary>
    internal static ClassificationModel LoadModel(string folder, int outputs)
    {
        CheckpointConfiguration values = CheckpointFolder.ReadConfiguration(folder);
        EncoderFamily family = KnownKinds.BuiltIn.FamilyOf(values);
        EncoderConfiguration configuration = new() { Values = values.Json, Pooling = family.ClassifierPooling(values.Json) };
        TextEncoder encoder = family.Create(configuration);
        ClassificationModel model = new(family, encoder, OwnHead.Of(family).Create([], new HeadShape(encoder.HiddenSize, outputs, 0) { Encoder = configuration }));
        ModelAssembly.ReadEncoder(model, folder, takesHead: true);
        return model;
    }

    /// <summary>Tells that the test has changed weights.</summary>
    internal void WeightsChanged() => computation.Engine?.WeightsChanged();

    /// <summary>The embeddings and every layer's output, of all real tokens.</summary>
    internal void AssertHiddenStates()
    {
        using DisposeScope own = torch.NewDisposeScope();
        using FusedPass? pass = computation.Engine?.Begin(needsGradients: true);
        EncoderOutput output = Model.Encoder.Forward(batch, ForwardContext.ForTraining(0, 0, pass, keepHiddenStates: true));
        Assert.Equal(golden.Names.Count(key => key.StartsWith("hidden.", StringComparison.Ordinal)), output.HiddenStates.Length);
        for (int layer = 0; layer < output.HiddenStates.Length; layer++)
        {
            golden.AssertTokens($"hidden.{layer}", widened ? output.HiddenStates[layer][.., ..WidenedModernBert.Hidden] : output.HiddenStates[layer], batch, Tolerance);
        }

        // What kernels give is a leaf; other shapes fall back to tensor operations. DeBERTa's layers have no kernels, and ModernBERT's want larger heads than the golden has.
        bool hasKernels = Model.Family.Name != "deberta-v2" && (Model.Family.Name != "modernbert" || widened);
        Assert.Equal(hasKernels && computing != Computing.ByTensorOperations, output.HiddenStates[1].is_leaf);
    }

    /// <summary>The logits of prediction, which computes no more than the head reads.</summary>
    internal void AssertPredictedLogits() => GoldenTensors.AssertClose(golden["logits"], PredictLogits(), Tolerance, Tolerance, "predicted logits");

    /// <summary>Logits and loss of a training step.</summary>
    internal void AssertLoss()
    {
        (float[] logits, float value) = ForwardBackward(0);
        ClearGradients();
        GoldenTensors.AssertClose(InBatchOrder(golden["logits"], outputs), logits, Tolerance, Tolerance, "logits");
        GoldenTensors.AssertClose(golden["loss"], [value], Tolerance, Tolerance, "loss");
    }

    /// <summary>The gradients of a training step.</summary>
    internal void AssertGradients()
    {
        Dictionary<string, float[]> gradients = Gradients();
        foreach ((string ours, Parameter parameter) in Model.NamedParameters())
        {
            string theirs = "grad." + Model.CheckpointName(ours);
            float[] gradient = widened
                ? WidenedModernBert.Fold(Model.CheckpointName(ours), parameter.shape is [_, long columns] ? (int)columns : 1, gradients[ours])
                : AsStored(ours, parameter, gradients[ours]);
            GoldenTensors.AssertClose(golden[theirs], gradient, Tolerance, Tolerance, theirs);
        }

        Assert.Equal(golden.Names.Count(key => key.StartsWith("grad.", StringComparison.Ordinal)), gradients.Count);
    }

    /// <summary>The parameters after three steps of AdamW, and the loss that they give. Leaves them changed.</summary>
    internal void AssertThreeSteps()
    {
        Dictionary<string, float[]> gradients = Gradients();

        // The golden decays every parameter, so all stand in one group.
        ParameterGroup all = new() { Parameters = [.. Model.NamedParameters().Select(pair => (pair.Name, (torch.Tensor)pair.Parameter))] };
        using ParameterOptimizer optimizer = new AdamWKind(new AdamWOptions { LearningRate = 1e-3, WeightDecay = 0.01 }).Create([all]);
        for (int step = 0; step < 3; step++)
        {
            optimizer.ZeroGradients();
            _ = ForwardBackward(step);
            optimizer.Step(1);
            WeightsChanged();
        }

        foreach ((string ours, Parameter parameter) in Model.NamedParameters())
        {
            string theirs = "step3." + Model.CheckpointName(ours);
            float[] expected = golden[theirs];
            float[] actual = AsStored(ours, parameter, TensorMemory.ToArray(parameter));
            float[] gradient = AsStored(ours, parameter, gradients[ours]);
            int[] compared = [.. Enumerable.Range(0, expected.Length).Where(i => Math.Abs(gradient[i]) >= LeastGradientOfSteps && !IsKeyBias(ours, i, expected.Length))];
            GoldenTensors.AssertClose([.. compared.Select(i => expected[i])], [.. compared.Select(i => actual[i])], StepTolerance, 0, theirs);
        }

        using DisposeScope own = torch.NewDisposeScope();
        torch.Tensor after = loss.Compute(torch.tensor(InBatchOrder(PredictLogits(), outputs)).view(-1, outputs), targets);
        GoldenTensors.AssertClose(golden["step3_loss"], [after.item<float>()], StepLossTolerance, 0, "step3_loss");
    }

    /// <summary>The gradients of a training step; the parameters keep none.</summary>
    internal Dictionary<string, float[]> Gradients()
    {
        _ = ForwardBackward(0);
        Dictionary<string, float[]> gradients = Model.NamedParameters().ToDictionary(pair => pair.Name, pair => TensorMemory.ToArray(pair.Parameter.grad!));
        ClearGradients();
        return gradients;
    }

    /// <summary>Logits in the order of the batch and the loss; adds to the gradients. The same calls as those of a training.</summary>
    private (float[] Logits, float Loss) ForwardBackward(int step)
    {
        using DisposeScope own = torch.NewDisposeScope();
        using FusedParts? parts = computation.Engine is not { } engine ? null
            : FusedParts.Begin(engine, Model.Encoder, batch, computing == Computing.ByKernelsInParts ? 1 : FusedParts.LeastTokens);
        torch.Tensor logits = parts is null ? Model.Forward(batch, computation.Training(0, step))
            : Model.Forward(batch, parts, (pass, part) => computation.Training(0, step, pass, part));
        torch.Tensor value = loss.Compute(logits, targets);
        value.backward();
        parts?.Backward();
        return (TensorMemory.ToArray(logits), value.item<float>());
    }

    /// <summary>Logits in the order of the golden.</summary>
    private float[] PredictLogits()
    {
        TextScorer scorer = new(Model, new NumberTokenizer(int.MaxValue), int.MaxValue, computation);
        return [.. scorer.Logits(texts, TestContext.Current.CancellationToken).SelectMany(row => row)];
    }

    private void ClearGradients()
    {
        foreach ((_, Parameter parameter) in Model.NamedParameters())
        {
            parameter.grad?.zero_();
        }
    }

    /// <summary>A parameter's values, or its gradient's, as the checkpoint holds them.</summary>
    private float[] AsStored(string ours, Parameter parameter, float[] values) =>
        !ModelAssembly.IsHead(ours) && Model.Family.IsTransposed(ours["encoder.".Length..]) ? TransposedMatrix.Of(values, (int)parameter.shape[0]) : values;

    /// <summary>The gradient of a key's bias is rounding noise; a projection of queries, keys and values has the keys in its middle third.</summary>
    private bool IsKeyBias(string ours, int element, int length) =>
        Model.Family.Name != "deberta-v2" // its keys meet positions too
        && (ours.EndsWith("attention.key.bias", StringComparison.Ordinal)
            || (ours.EndsWith("attention.projection.bias", StringComparison.Ordinal) && element >= length / 3 && element < length / 3 * 2));

    private float[] InBatchOrder(float[] rows, int width) => GoldenTensors.InBatchOrder(rows, batch, width);

    public void Dispose()
    {
        computation.Dispose();
        Model.Dispose();
        batch.Dispose();
        golden.Dispose();
        scope.Dispose();
    }
}
