using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Training;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification;

/// <summary>
/// Trains several classifiers together, as heads on one encoder: what one task teaches the encoder helps the others (Caruana 1997). Every step is of one task, with its own loss.
/// May be used again and from several threads at once: every training starts fresh. Made by <see cref="TransferClassifierBuilder.BuildMultiTask"/>.
/// </summary>
public sealed class MultiTaskTrainer
{
    private readonly ClassifierPlan plan;
    private readonly double temperature;
    private readonly ILogger logger;

    internal MultiTaskTrainer(ClassifierPlan plan, MultiTaskOptions options, ILoggerFactory? loggerFactory)
    {
        this.plan = plan;
        temperature = options.Temperature;
        Tasks = [.. plan.Tasks.Select(task => task.Name)];
        logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClassifierLog.Category);
    }

    /// <summary>The names of the tasks, in the order in which they were added.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>
    /// Trains the tasks together. An epoch has as many steps as the rows of all tasks make; which tasks they are of is drawn by <see cref="MultiTaskOptions.Temperature"/>, and the
    /// same seed draws the same. A validation scores every task that has validation data; the best epoch is that of the largest mean over these tasks of the accuracy (one label a
    /// text), the micro F1 (several) and 1 / (1 + loss) (numbers).
    /// </summary>
    /// <param name="request">What they are trained on.</param>
    /// <param name="cancellationToken">Aborts the training.</param>
    /// <returns>The classifiers, which own native memory: dispose them.</returns>
    /// <exception cref="ConfigurationException">The settings do not fit the data, or the data is not named as the tasks are.</exception>
    /// <exception cref="TextDataException">The data of a task cannot be learnt from, or its validation data has labels that its training data lacks.</exception>
    /// <exception cref="CheckpointException">The pretrained checkpoint is missing or broken, or the training's own (<see cref="TrainingOptions.CheckpointFolder"/>) is damaged or of another training.</exception>
    /// <exception cref="StorageException">The training's own checkpoints cannot be written, or another training uses their folder.</exception>
    /// <exception cref="HubException">The pretrained checkpoint cannot be had from the hub.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    /// <exception cref="TrainingFailedException">The loss, the gradient or a weight is no longer a number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<MultiTaskClassifier> FitAsync(MultiTaskFitRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Train, nameof(request));
        return FitLocalAsync(request, cancellationToken);
    }

    private async Task<MultiTaskClassifier> FitLocalAsync(MultiTaskFitRequest request, CancellationToken cancellationToken)
    {
        MultiTaskChecks.EnsureNames(plan, request);
        TextDataset[] train = [.. Tasks.Select(task => request.Train[task])];
        TextDataset?[] validation = [.. Tasks.Select(task => request.Validation?.GetValueOrDefault(task))];
        ClassifierPlan local = await LocalPlan.OfAsync(plan, train, logger, cancellationToken).ConfigureAwait(false);
        return await DedicatedThread.Run(() => Fit(local, train, validation, request.Progress, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private MultiTaskClassifier Fit(ClassifierPlan local, TextDataset[] train, TextDataset?[] validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Resolution[] resolutions = MultiTaskResolver.Resolve(local, temperature, train);
        FitChecks.EnsureEarlyStopping(plan, validation.FirstOrDefault(rows => rows is not null));
        for (int i = 0; i < resolutions.Length; i++)
        {
            FitChecks.EnsureFits(validation[i], resolutions[i].Description);
            ClassifierLog.Similar(logger, train[i], Tasks[i]);
            ClassifierLog.Overlap(logger, train[i], validation[i], Tasks[i]);
        }

        Log(resolutions);
        cancellationToken.ThrowIfCancellationRequested();
        TrainingOptions training = resolutions[0].Training;
        Device device = training.Device.Resolve();
        PrecisionChecks.Ensure(training, device);
        List<ClassificationModel> models = [];
        try
        {
            foreach (Resolution resolution in resolutions)
            {
                models.Add(ModelPreparation.Create(() => models.Count == 0 ? ModelAssembly.Create(resolution.Description) : ModelAssembly.CreateBeside(models[0], resolution.Description)));
                ModelPreparation.Fill(models[^1], resolution, logger);
            }

            NamedTask[] tasks = [.. resolutions.Select((resolution, index) => new NamedTask(Tasks[index], new ClassificationTask(
                models[index], resolution.Description.Tokenizer, resolution.Description.MaxTokens, resolution.Loss, resolution.Description.Task, resolution.Description.Labels, train[index], validation[index],
                logger, cancellationToken, training.TokenCacheFolder)))];
            using MultiTaskObjective objective = new(tasks, temperature, training, logger);
            FitChecks.EnsureSteps(objective, training);
            Trainer trainer = ModelPreparation.TrainerOf(plan, resolutions[0], () => FitIdentity.Of(Tasks, temperature, resolutions, train, validation), logger);
            TrainingHistory history = trainer.Run(objective, progress, cancellationToken);
            return new(Tasks, resolutions, models, device, history);
        }
        catch
        {
            models.Reverse(); // the first one owns the encoder
            models.ForEach(model => model.Dispose());
            throw;
        }
    }

    /// <summary>What all tasks have in common once, the rest under the task's name.</summary>
    private void Log(Resolution[] resolutions)
    {
        HashSet<ResolvedValue> common = [.. resolutions[0].Configuration.Values];
        foreach (Resolution resolution in resolutions)
        {
            common.IntersectWith(resolution.Configuration.Values);
        }

        foreach (ResolvedValue value in resolutions[0].Configuration.Values.Where(common.Contains))
        {
            ClassifierLog.Resolved(logger, value);
        }

        for (int i = 0; i < resolutions.Length; i++)
        {
            foreach (ResolvedValue value in resolutions[i].Configuration.Values.Where(value => !common.Contains(value) && value.Name != "task_name"))
            {
                ClassifierLog.ResolvedForTask(logger, Tasks[i], value);
            }
        }
    }
}
