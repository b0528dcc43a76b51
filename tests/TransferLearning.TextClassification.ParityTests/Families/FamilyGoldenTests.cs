using TorchSharp;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.ParityTests.Families.ModernBert;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Families;

/// <summary>Tiny classifiers of every family against the reference implementation, in every way of computing: hidden states, logits, loss, gradients, three steps of AdamW.</summary>
public sealed class FamilyGoldenTests
{
    private const double Tolerance = GoldenClassifier.Tolerance;

    private static readonly string[] Names =
    [
        "bert-sequence-classification", "bert-multi-label", "bert-regression", "bert-relu",
        "bert-silu", "bert-gelu_new", "bert-gelu_pytorch_tanh", "bert-decoder-free-no-types",
        "roberta-sequence-classification", "xlm-roberta-sequence-classification", "camembert-sequence-classification", "distilbert-sequence-classification",
        "electra-sequence-classification", "albert-sequence-classification", "mpnet-sequence-classification", "gpt2-sequence-classification",
        "gpt2-sequence-classification-left-padding", "modernbert-sequence-classification", "deberta-v2-sequence-classification",
    ];

    public static TheoryData<string, Computing> Classifiers => [.. Names.SelectMany(name => Enum.GetValues<Computing>().Select(computing => (name, computing)))];

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_classifier_equals_the_reference(string name, Computing computing)
    {
        using GoldenClassifier classifier = GoldenClassifier.Open(name, computing);

        classifier.AssertHiddenStates();
        classifier.AssertPredictedLogits();
        classifier.AssertLoss();
        classifier.AssertGradients();
        classifier.AssertThreeSteps();
    }

    /// <summary>Its three steps would be others: AdamW's steps have the same size for a quarter of a weight.</summary>
    [Theory]
    [InlineData(Computing.ByTensorOperations)]
    [InlineData(Computing.ByKernels)]
    [InlineData(Computing.ByKernelsInParts)]
    public void A_modernbert_of_wider_heads_equals_the_reference(Computing computing)
    {
        string source = SharedFolder.Path("goldens", "models", WidenedModernBert.Name);
        using TemporaryFolder folder = new();
        WidenedModernBert.Write(source, folder.Path);
        using GoldenClassifier classifier = GoldenClassifier.OpenWidened(folder.Path, computing);

        classifier.AssertHiddenStates();
        classifier.AssertPredictedLogits();
        classifier.AssertLoss();
        classifier.AssertGradients();
    }

    [Theory]
    [InlineData(Computing.ByTensorOperations)]
    [InlineData(Computing.ByKernels)]
    public void A_base_model_without_prefix_equals_the_reference(Computing computing)
    {
        string folder = SharedFolder.Path("goldens", "models", "bert-base-model");
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenTensors golden = new(Path.Combine(folder, "golden.safetensors"));
        using ClassificationModel model = GoldenClassifier.LoadModel(folder, outputs: 2);
        using TokenBatch batch = TokenBatch.Create(golden.Texts(), torch.CPU);
        using Computation computation = GoldenClassifier.Create(computing);
        using FusedPass? pass = computation.Engine?.Begin(needsGradients: false);

        EncoderOutput output = model.Encoder.Forward(batch, computation.Inference(pass));

        golden.AssertTokens("last_hidden_state", output.TokenVectors, batch, Tolerance);
        GoldenTensors.AssertClose(
            GoldenTensors.InBatchOrder(golden["pooler_output"], batch, model.Encoder.HiddenSize), TensorMemory.ToArray(output.TextVectors), Tolerance, Tolerance, "pooler_output");
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
        using ClassificationModel model = GoldenClassifier.LoadModel(folder, outputs);
        using TokenBatch batch = TokenBatch.Create(inputs.Texts(), torch.CPU);

        torch.Tensor logits = model.Forward(batch, ForwardContext.Inference());

        GoldenTensors.AssertClose(GoldenTensors.InBatchOrder(golden["logits"], batch, outputs), TensorMemory.ToArray(logits), Tolerance, Tolerance, form);
    }
}
