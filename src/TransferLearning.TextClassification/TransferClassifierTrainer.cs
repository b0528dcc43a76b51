using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Training;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification;

/// <summary>Trains classifiers. May be used again and from several threads at once: every training starts fresh. Made by <see cref="TransferClassifierBuilder.Build"/>.</summary>
public sealed class TransferClassifierTrainer
{
    private readonly ClassifierPlan plan;
    private readonly ILogger logger;

    internal TransferClassifierTrainer(ClassifierPlan plan, ILoggerFactory? loggerFactory)
    {
        this.plan = plan;
        logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClassifierLog.Category);
    }

    /// <summary>Trains a classifier.</summary>
    /// <param name="train">The rows to learn from; every one has a target.</param>
    /// <param name="validation">Rows that measure every epoch, so that the best one is kept; null keeps the last epoch. Of rows that stand in the training data too a warning is logged.</param>
    /// <param name="progress">Told at most ten times a second how far the training is.</param>
    /// <param name="cancellationToken">Aborts the training.</param>
    /// <returns>The classifier, which owns native memory: dispose it.</returns>
    /// <exception cref="ConfigurationException">The settings do not fit the data.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from, or the validation data has labels that the training data lacks.</exception>
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken, or the training's own (<see cref="TrainingOptions.CheckpointFolder"/>) is damaged or of another training.</exception>
    /// <exception cref="StorageException">The training's own checkpoints cannot be written, or another training uses their folder.</exception>
    /// <exception cref="HubException">The pretrained checkpoint cannot be had from the hub.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    /// <exception cref="TrainingFailedException">The loss, the gradient or a weight is no longer a number.</exception>
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
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken, or the training's own (<see cref="TrainingOptions.CheckpointFolder"/>) is damaged or of another training.</exception>
    /// <exception cref="StorageException">The training's own checkpoints cannot be written, or another training uses their folder.</exception>
    /// <exception cref="HubException">The pretrained checkpoint cannot be had from the hub.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    /// <exception cref="TrainingFailedException">The loss, the gradient or a weight is no longer a number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<TransferClassifier> FitAsync(FitRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Train, nameof(request));
        return FitLocalAsync(request, cancellationToken);
    }

    /// <summary>
    /// Every value that a training on this data would use, with its source and reason. Trains nothing and loads no native library. Waits for the download of a checkpoint of the hub
    /// that the cache does not have: <see cref="ResolveAsync"/> does not block.
    /// </summary>
    /// <param name="train">The rows to learn from.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ConfigurationException">The settings do not fit the data.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from.</exception>
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken.</exception>
    /// <exception cref="HubException">The pretrained checkpoint cannot be had from the hub.</exception>
    public ResolvedConfiguration Resolve(TextDataset train) => ResolveAsync(train).GetAwaiter().GetResult();

    /// <summary>Every value that a training on this data would use, with its source and reason. Trains nothing and loads no native library; a checkpoint of the hub is downloaded where the cache does not have it.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ConfigurationException">The settings do not fit the data.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from.</exception>
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken.</exception>
    /// <exception cref="HubException">The pretrained checkpoint cannot be had from the hub.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<ResolvedConfiguration> ResolveAsync(TextDataset train, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        return ResolveLocalAsync(train, cancellationToken);
    }

    private async Task<ResolvedConfiguration> ResolveLocalAsync(TextDataset train, CancellationToken cancellationToken)
    {
        ClassifierPlan local = await LocalPlan.OfAsync(plan, [train], logger, cancellationToken).ConfigureAwait(false);
        return ClassifierResolver.Resolve(local, train).Configuration;
    }

    private async Task<TransferClassifier> FitLocalAsync(FitRequest request, CancellationToken cancellationToken)
    {
        ClassifierPlan local = await LocalPlan.OfAsync(plan, [request.Train], logger, cancellationToken).ConfigureAwait(false);
        return await DedicatedThread.Run(() => Fit(local, request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private TransferClassifier Fit(ClassifierPlan local, FitRequest request, CancellationToken cancellationToken)
    {
        Resolution resolution = ClassifierResolver.Resolve(local, request.Train);
        ClassifierDescription description = resolution.Description;
        FitChecks.EnsureEarlyStopping(plan, request.Validation);
        FitChecks.EnsureFits(request.Validation, description);
        ClassifierLog.Similar(logger, request.Train);
        ClassifierLog.Overlap(logger, request.Train, request.Validation);
        foreach (ResolvedValue value in resolution.Configuration.Values)
        {
            ClassifierLog.Resolved(logger, value);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Device device = resolution.Training.Device.Resolve();
        PrecisionChecks.Ensure(resolution.Training, device);
        ClassificationModel model = ModelPreparation.Create(() => ModelAssembly.Create(description));
        try
        {
            ModelPreparation.Fill(model, resolution, logger);
            ClassificationTask task = new(
                model, description.Tokenizer, description.MaxTokens, resolution.Loss, description.Task, description.Labels, request.Train, request.Validation, logger, cancellationToken, resolution.Training.TokenCacheFolder);
            using ClassificationObjective objective = new(task, resolution.Training);
            FitChecks.EnsureSteps(objective, resolution.Training);
            Trainer trainer = ModelPreparation.TrainerOf(plan, resolution, () => FitIdentity.Of(resolution, request.Train, request.Validation), logger);
            TrainingHistory history = trainer.Run(objective, request.Progress, cancellationToken);
            return new(description, model, ModelPreparation.ComputationOf(resolution.Training, device), null, history, resolution.Configuration);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
