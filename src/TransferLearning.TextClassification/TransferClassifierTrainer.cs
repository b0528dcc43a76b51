using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TransferLearning.TextClassification;

/// <summary>Trains classifiers. May be used again and from several threads at once: every training starts fresh. Made by <see cref="TransferClassifierBuilder.Build"/>.</summary>
public sealed class TransferClassifierTrainer
{
    private readonly ClassifierPlan plan;
    private readonly ILoggerFactory loggerFactory;

    internal TransferClassifierTrainer(ClassifierPlan plan, ILoggerFactory? loggerFactory)
    {
        this.plan = plan;
        this.loggerFactory = loggerFactory ?? NullLoggerFactory.Instance;
    }

    /// <summary>Trains a classifier.</summary>
    /// <param name="train">The rows to learn from; every one has a target.</param>
    /// <param name="validation">Rows that measure every epoch, so that the best one is kept; null keeps the last epoch.</param>
    /// <param name="progress">Told at most ten times a second how far the training is.</param>
    /// <param name="cancellationToken">Aborts the training.</param>
    /// <returns>The classifier, which owns native memory: dispose it.</returns>
    /// <exception cref="ConfigurationException">The settings do not fit the data.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from, or the validation data has labels that the training data lacks.</exception>
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<TransferClassifier> FitAsync(
        TextDataset train, TextDataset? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        return FitAsync(new FitRequest { Train = train, Validation = validation, Progress = progress }, cancellationToken);
    }

    /// <summary>Trains a classifier.</summary>
    /// <param name="request">What it is trained on.</param>
    /// <param name="cancellationToken">Aborts the training.</param>
    /// <returns>The classifier, which owns native memory: dispose it.</returns>
    /// <exception cref="ConfigurationException">The settings do not fit the data.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from, or the validation data has labels that the training data lacks.</exception>
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<TransferClassifier> FitAsync(FitRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        _ = plan;
        _ = loggerFactory;
        throw new NotImplementedException();
    }

    /// <summary>Every value that a training on this data would use, with its source and reason. Trains nothing and loads no native library.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ConfigurationException">The settings do not fit the data.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from.</exception>
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken.</exception>
    public ResolvedConfiguration Resolve(TextDataset train) => throw new NotImplementedException();
}
