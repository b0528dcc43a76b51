using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Tests;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Training;

/// <summary>Whole trainings against the reference implementation, step by step.</summary>
public sealed class LearningCurveTests
{
    private const double LossTolerance = 1e-4;
    private const double RelativeNormTolerance = 1e-3;

    [Fact]
    public void Three_hundred_steps_of_a_tiny_bert_equal_the_reference()
    {
        NativeBackend.EnsureLoaded();
        using ClassificationModel model = Load(SharedFolder.Path("goldens", "models", "bert-sequence-classification"), outputs: 3);
        using GoldenTensors batches = new(SharedFolder.Path("goldens", "real", "tiny-bert-300-steps-batches.safetensors"));
        float[] ids = batches["input_ids"];
        float[] mask = batches["attention_mask"];
        float[] labels = batches["labels"];
        int length = (int)batches.Shape("input_ids")[2];
        TextExample[] rows = [.. labels.Select((label, row) =>
        {
            IEnumerable<int> real = Enumerable.Range(row * length, length).Where(i => mask[i] == 1).Select(i => (int)ids[i]);
            return new TextExample(string.Join(' ', real), $"{label:0}");
        })];

        AssertEqualsReference(model, new NumberTokenizer(100_000), new TextDataset(rows), ["0", "1", "2"], 8, 1e-3, 30, "tiny-bert-300-steps.json");
    }

    [Fact]
    public async Task Fifty_steps_of_minilm_on_sst2_equal_the_reference()
    {
        NativeBackend.EnsureLoaded();
        string folder = SharedFolder.Path("models", "all-minilm-l6-v2");
        using GoldenTensors start = new(SharedFolder.Path("goldens", "real", "minilm-sst2-start.safetensors"));
        using ClassificationModel model = Load(folder, outputs: 2);
        foreach ((string name, Parameter parameter) in model.Head.named_parameters())
        {
            ParameterInitialization.Fill(parameter, values => start[name].CopyTo(values));
        }

        CancellationToken noStop = TestContext.Current.CancellationToken;
        TextDataset train = await TextDataset.ReadAsync(SharedFolder.Path("data", "sst2", "train.tsv"), cancellationToken: noStop);
        TextDataset dev = await TextDataset.ReadAsync(SharedFolder.Path("data", "sst2", "dev.tsv"), cancellationToken: noStop);
        WordPieceTokenizer tokenizer = WordPieceLoader.Load(folder);

        AssertEqualsReference(model, tokenizer, new TextDataset([.. train.Take(800)]), ["negative", "positive"], 16, 2e-4, 5, "minilm-sst2-50-steps.json");

        float[][] logits = new TextScorer(model, tokenizer, 128, Computation.ByTensorOperations(torch.CPU, Precision.Float32)).Logits([.. dev.Take(64).Select(row => row.Input)], noStop);
        GoldenTensors.AssertClose(start["dev_64_logits_after_50_steps"], [.. logits.SelectMany(row => row)], 1e-4, 1e-4, "logits after 50 steps");
    }

    private static void AssertEqualsReference(
        ClassificationModel model, TextTokenizer tokenizer, TextDataset rows, string[] labels, int batchSize, double learningRate, int warmupSteps, string golden)
    {
        using ClassificationObjective objective = new(
            new ClassificationTask(model, tokenizer, 128, new CrossEntropyKind(new CrossEntropyOptions()), TextTask.SingleLabel, labels, rows, null, NullLogger.Instance,
            TestContext.Current.CancellationToken), new TrainingOptions { Precision = Precision.Float32 });
        Trainer trainer = new(
            new TrainingOptions { Epochs = 1, BatchSize = batchSize, KeepRowOrder = true, Device = ComputeDevice.Cpu },
            new AdamWKind(new AdamWOptions { LearningRate = learningRate, WeightDecay = 0.01 }),
            LearningRateSchedule.Linear(warmupSteps: warmupSteps),
            [],
            NullLogger.Instance);

        TrainingHistory history = trainer.Run(objective, null, TestContext.Current.CancellationToken);

        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedFolder.Path("goldens", "real", golden)))!;
        double[] losses = [.. expected["loss"]!.AsArray().Select(value => (double)value!)];
        double[] norms = [.. expected["gradient_norm_before_clipping"]!.AsArray().Select(value => (double)value!)];
        Assert.Equal(losses.Length, history.Steps.Count);
        double worstLoss = 0;
        double worstNorm = 0;
        foreach (TrainingStepRecord step in history.Steps)
        {
            double loss = losses[step.Step - 1];
            double norm = norms[step.Step - 1];
            worstLoss = Math.Max(worstLoss, Math.Abs(step.Loss - loss));
            worstNorm = Math.Max(worstNorm, Math.Abs(step.GradientNorm - norm) / norm);
            Assert.True(Math.Abs(step.Loss - loss) <= LossTolerance, $"Step {step.Step}: the loss is {step.Loss} where {loss} is expected.");
            Assert.True(
                Math.Abs(step.GradientNorm - norm) <= RelativeNormTolerance * norm, $"Step {step.Step}: the gradient norm is {step.GradientNorm} where {norm} is expected.");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"Largest difference of the loss {worstLoss:E2}, of the gradient norm {worstNorm:E2} of itself.");
    }

    private static ClassificationModel Load(string folder, int outputs)
    {
        EncoderConfiguration configuration = new() { Values = CheckpointFolder.ReadConfiguration(folder).Json, Pooling = Pooling.Pooler };
        configuration.Values["hidden_dropout_prob"] = 0.0;
        configuration.Values["attention_probs_dropout_prob"] = 0.0;
        TextEncoder encoder = BertFamily.Instance.Create(configuration);
        ClassificationModel model = new(BertFamily.Instance, encoder, new LinearHead(new HeadShape(encoder.HiddenSize, outputs, 0), 0));
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            string theirs = model.CheckpointName(name);
            string found = tensors.Tensors.ContainsKey(theirs) ? theirs : theirs.Replace("bert.", string.Empty, StringComparison.Ordinal);
            if (tensors.Tensors.ContainsKey(found))
            {
                ParameterInitialization.Fill(parameter, values => tensors.Read(found, values));
            }
        }

        return model;
    }
}
