using System.Globalization;
using Microsoft.Extensions.Logging;
using TorchSharp;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>Trains an encoder with a head on labelled rows. Owns neither the model nor the tokenizer.</summary>
internal sealed class ClassificationObjective : TrainingObjective
{
    private const int LeastRowsOfLargeTable = 1024;

    private readonly ClassificationModel model;
    private readonly TextTokenizer tokenizer;
    private readonly LossKind loss;
    private readonly int maxTokens;
    private readonly TextDataset train;
    private readonly TokenizedText[] trainTexts;
    private readonly RowTargets trainTargets;
    private readonly TokenizedText[] validationTexts;
    private readonly RowTargets? validationTargets;
    private readonly WeightCopy kept;
    private readonly Precision precision;
    private readonly EmbeddingBlock[] tables;
    private torch.Device device = torch.CPU;
    private FusedEngine? engine;

    /// <summary>Tokenizes all rows and turns their targets into numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="maxTokens">The length at which texts are cut, special tokens included.</param>
    /// <param name="loss">A loss that supports <paramref name="task"/>.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="labels">The labels in the order of the model's outputs; empty for a regression.</param>
    /// <param name="train">Rows to train on, at least one.</param>
    /// <param name="validation">Rows to validate on, or null.</param>
    /// <param name="precision">The numbers of the matrix products.</param>
    /// <param name="logger">Is told once how many texts were cut.</param>
    /// <param name="cancellationToken">Ends the tokenization.</param>
    /// <exception cref="TextDataException">A row's target does not fit the task or the labels.</exception>
    internal ClassificationObjective(
        ClassificationModel model,
        TextTokenizer tokenizer,
        int maxTokens,
        LossKind loss,
        TextTask task,
        IReadOnlyList<string> labels,
        TextDataset train,
        TextDataset? validation,
        Precision precision,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        this.model = model;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.loss = loss;
        this.train = train;
        trainTargets = new RowTargets(train, task, labels);
        validationTargets = validation is { Count: > 0 } ? new RowTargets(validation, task, labels) : null;
        this.precision = precision;
        TextScorer scorer = new(model, tokenizer, maxTokens, device, engine: null);
        trainTexts = scorer.Tokenize([.. train.Select(row => row.Input)], cancellationToken);
        validationTexts = scorer.Tokenize([.. (validation ?? Enumerable.Empty<TextExample>()).Select(row => row.Input)], cancellationToken);
        Lengths = Array.ConvertAll(trainTexts, text => text.Ids.Length);
        TruncatedTexts = trainTexts.Count(text => text.WasTruncated);
        tables = [.. model.Encoder.modules().OfType<EmbeddingBlock>().Where(table => table.Weight.requires_grad && table.Weight.shape[0] >= LeastRowsOfLargeTable)];
        kept = new WeightCopy(() => model.NamedParameters().Select(pair => pair.Parameter));
        if (TruncatedTexts > 0)
        {
            double percent = 100.0 * TruncatedTexts / trainTexts.Length;
            ObjectiveLog.Truncated(logger, percent < 1 ? "less than 1" : percent.ToString("0", CultureInfo.InvariantCulture), maxTokens);
        }
    }

    internal override IReadOnlyList<int> Lengths { get; }

    internal override bool HasValidation => validationTargets is not null;

    /// <summary>How many of the training texts were cut.</summary>
    internal int TruncatedTexts { get; }

    internal override void MoveTo(torch.Device device)
    {
        model.MoveTo(device);
        this.device = device;
        engine?.Dispose();
        engine = FusedEngine.Create(device, precision);
    }

    internal override IReadOnlyList<ParameterGroup> CreateParameterGroups() =>
        ParameterGroups.Create(model.NamedParameters().Select(pair => (pair.Name, (torch.Tensor)pair.Parameter)), rows: WatchTables());

    /// <summary>Large embedding tables, of which a step reads few rows, tell which.</summary>
    private Dictionary<string, TouchedRows> WatchTables()
    {
        Dictionary<string, TouchedRows> watched = new(StringComparer.Ordinal);
        foreach (EmbeddingBlock table in device.type == DeviceType.CPU ? tables : [])
        {
            table.Rows = new TouchedRows((int)table.Weight.shape[0]);
            watched.Add(model.NamedParameters().First(pair => ReferenceEquals(pair.Parameter, table.Weight)).Name, table.Rows);
        }

        return watched;
    }

    internal override double ForwardBackward(MicroBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TokenBatch tokens = TokenBatch.Create(Array.ConvertAll(batch.Rows, row => trainTexts[row]), device);
        int[] rows = [.. tokens.SourceIndexes.Select(index => batch.Rows[index])]; // the batch is sorted by length
        using FusedPass? pass = engine?.Begin(needsGradients: true);
        torch.Tensor logits = model.Forward(tokens, ForwardContext.ForTraining(batch.Seed, batch.Number, pass)); // [texts, outputs]
        torch.Tensor mean = loss.Compute(logits, trainTargets.Select(rows, device)); // []
        double value = mean.item<float>();
        if (double.IsFinite(value))
        {
            (batch.Weight == 1 ? mean : mean * batch.Weight).backward();
            pass?.Backward();
        }

        return value;
    }

    internal override ValidationFigures Validate(CancellationToken cancellationToken)
    {
        RowTargets targets = validationTargets ?? throw new InvalidOperationException("There is no validation data.");
        float[][] logits = new TextScorer(model, tokenizer, maxTokens, device, engine).Logits(validationTexts, cancellationToken);
        return ValidationScoring.Score(logits, targets, loss);
    }

    internal override void KeepWeights() => kept.Keep();

    internal override void WeightsChanged() => engine?.WeightsChanged();

    internal override void RestoreWeights()
    {
        kept.Restore();
        WeightsChanged();
    }

    public override void Dispose()
    {
        engine?.Dispose();
        foreach (EmbeddingBlock table in tables)
        {
            table.Rows = null;
        }
    }

    internal override string DescribeRow(int row) => RowPlace.Of(train[row], row);
}
