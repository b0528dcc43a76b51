using System.Globalization;
using Microsoft.Extensions.Logging;
using TorchSharp;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>One thing that is learnt from labelled rows: a model, its loss, its rows. Owns neither the model nor the tokenizer.</summary>
internal sealed class ClassificationTask
{
    private readonly TextTokenizer tokenizer;
    private readonly LossKind loss;
    private readonly int maxTokens;
    private readonly TextDataset train;
    private readonly TokenizedTexts trainTexts;
    private readonly RowTargets trainTargets;
    private readonly TokenizedTexts validationTexts;
    private readonly RowTargets? validationTargets;

    /// <summary>Tokenizes all rows and turns their targets into numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="maxTokens">The length at which texts are cut, special tokens included.</param>
    /// <param name="loss">A loss that supports <paramref name="task"/>.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="labels">The labels in the order of the model's outputs; empty for a regression.</param>
    /// <param name="train">Rows to train on, at least one.</param>
    /// <param name="validation">Rows to validate on, or null.</param>
    /// <param name="logger">Is told once how many texts were cut.</param>
    /// <param name="cancellationToken">Ends the tokenization.</param>
    /// <param name="tokenCacheFolder">See <see cref="TrainingOptions.TokenCacheFolder"/>.</param>
    /// <exception cref="TextDataException">A row's target does not fit the task or the labels.</exception>
    internal ClassificationTask(
        ClassificationModel model,
        TextTokenizer tokenizer,
        int maxTokens,
        LossKind loss,
        TextTask task,
        IReadOnlyList<string> labels,
        TextDataset train,
        TextDataset? validation,
        ILogger logger,
        CancellationToken cancellationToken,
        string? tokenCacheFolder = null)
    {
        Model = model;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.loss = loss;
        this.train = train;
        trainTargets = new RowTargets(train, task, labels);
        validationTargets = validation is { Count: > 0 } ? new RowTargets(validation, task, labels) : null;
        TextScorer scorer = new(model, tokenizer, maxTokens, Computation.ByTensorOperations(torch.CPU, Precision.Float32));
        TokenCache? cache = tokenCacheFolder is { } folder ? new TokenCache(folder, logger) : null;
        trainTexts = Tokenize(train);
        validationTexts = Tokenize(validation ?? Enumerable.Empty<TextExample>());
        Lengths = [.. Enumerable.Range(0, trainTexts.Count).Select(trainTexts.LengthOf)];
        int truncated = trainTexts.TruncatedCount;
        if (truncated > 0)
        {
            double percent = 100.0 * truncated / trainTexts.Count;
            ObjectiveLog.Truncated(logger, percent < 1 ? "less than 1" : percent.ToString("0", CultureInfo.InvariantCulture), maxTokens);
        }

        TokenizedTexts Tokenize(IEnumerable<TextExample> rows)
        {
            TextInput[] inputs = [.. rows.Select(row => row.Input)];
            return cache is null || inputs.Length == 0
                ? scorer.TokenizeToKeep(inputs, cancellationToken)
                : cache.GetOrAdd(tokenizer, maxTokens, inputs, () => scorer.TokenizeToKeep(inputs, cancellationToken));
        }
    }

    internal ClassificationModel Model { get; }

    /// <summary>The length in tokens of every training row.</summary>
    internal IReadOnlyList<int> Lengths { get; }

    internal bool HasValidation => validationTargets is not null;

    /// <inheritdoc cref="TrainingObjective.WeightOf"/>
    internal double WeightOf(int[] rows) => trainTargets.Task == TextTask.SingleLabel ? rows.Sum(row => loss.WeightOf(trainTargets.ClassOf(row))) : rows.Length;

    /// <summary>Adds the gradient of the weighted mean loss of some rows to the parameters' gradients. Leaves no other tensor behind.</summary>
    /// <inheritdoc cref="TrainingObjective.ForwardBackward" path="/returns"/>
    internal torch.Tensor ForwardBackward(MicroBatch batch, Computation computation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TokenBatch tokens = TokenBatch.Create(Array.ConvertAll(batch.Rows, row => trainTexts[row]), computation.Device);
        int[] rows = [.. tokens.SourceIndexes.Select(index => batch.Rows[index])]; // the batch is sorted by length
        using FusedParts? parts = computation.Engine is not { } engine ? null : FusedParts.Begin(engine, Model.Encoder, tokens);
        torch.Tensor logits = parts is null ? Model.Forward(tokens, computation.Training(batch.Seed, batch.Number)) // [texts, outputs]
            : Model.Forward(tokens, parts, (pass, part) => computation.Training(batch.Seed, batch.Number, pass, part));
        torch.Tensor mean = loss.Compute(logits, trainTargets.Select(rows, computation.Device)); // []
        (batch.Weight == 1 ? mean : mean * batch.Weight).backward();
        parts?.Backward();
        return mean.detach().DetachFromDisposeScope();
    }

    /// <summary>Scores the validation data with the weights as they are.</summary>
    internal ValidationFigures Validate(Computation computation, CancellationToken cancellationToken)
    {
        RowTargets targets = validationTargets ?? throw new InvalidOperationException("There is no validation data.");
        float[][] logits = new TextScorer(Model, tokenizer, maxTokens, computation).Logits(validationTexts, cancellationToken);
        return ValidationScoring.Score(logits, targets, loss);
    }

    /// <summary>Where a training row came from.</summary>
    internal string DescribeRow(int row) => RowPlace.Of(train[row], row);
}
