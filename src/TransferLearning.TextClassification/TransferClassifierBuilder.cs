using Microsoft.Extensions.Logging;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification;

/// <summary>
/// Says how a text classifier is to be trained. Everything has a default: <c>Use…</c> fills a slot, <c>Add…</c> appends, <see cref="Build"/> checks all of it at once.
/// Owns no native memory and loads no native library.
/// </summary>
public sealed class TransferClassifierBuilder
{
    private readonly ILoggerFactory? loggerFactory;
    private readonly Dictionary<string, int> calls = new(StringComparer.Ordinal);
    private ClassifierPlan plan = new();

    /// <summary>Starts from the defaults.</summary>
    /// <param name="loggerFactory">Where messages go; null logs nothing. Texts are logged only at trace level.</param>
    public TransferClassifierBuilder(ILoggerFactory? loggerFactory = null) => this.loggerFactory = loggerFactory;

    /// <summary>Chooses the encoder. Without it a small BERT starts from scratch, with a vocabulary learnt from the training texts.</summary>
    /// <typeparam name="TOptions">The family's options.</typeparam>
    /// <param name="family">The kind of encoder.</param>
    /// <param name="options">Its options.</param>
    /// <param name="pretrained">The checkpoint to start from; null starts from scratch.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UseEncoder<TOptions>(EncoderFamily<TOptions> family, TOptions options, PretrainedModel? pretrained = null)
        where TOptions : EncoderOptions
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(options);
        return Fill("encoder", plan with { Family = family, EncoderOptions = options, Pretrained = pretrained });
    }

    /// <summary>Chooses a pretrained encoder; its <c>config.json</c> says which family it is of. This fills the same slot as <see cref="UseEncoder"/>.</summary>
    /// <param name="pretrained">The checkpoint.</param>
    /// <param name="options">Pooling and cut length; null leaves both to the checkpoint.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UsePretrained(PretrainedModel pretrained, PretrainedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pretrained);
        return Fill("encoder", plan with { Family = null, EncoderOptions = options ?? new(), Pretrained = pretrained });
    }

    /// <summary>
    /// Chooses a pretrained encoder in a folder of this machine or, where there is no such folder, on the model hub (see <see cref="PretrainedModel.From"/>); its <c>config.json</c> says which
    /// family it is of. This fills the same slot as <see cref="UseEncoder"/>.
    /// </summary>
    /// <param name="folderOrName">The folder, in the Hugging Face layout (<c>config.json</c>, weights, tokenizer files); or <c>org/name</c>, <c>org/name@revision</c>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CheckpointException">It is neither: there is no such folder, and it is no name.</exception>
    public TransferClassifierBuilder UsePretrained(string folderOrName) => UsePretrained(PretrainedModel.From(folderOrName));

    /// <summary>Chooses the head. Default: the one that classifiers of the encoder's family have in the reference implementation, else the linear head.</summary>
    /// <typeparam name="TOptions">The kind's options.</typeparam>
    /// <param name="kind">The kind of head.</param>
    /// <param name="options">Its options.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UseHead<TOptions>(HeadKind<TOptions> kind, TOptions options)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(options);
        return Fill("head", plan with { Head = kind, HeadOptions = options });
    }

    /// <summary>Chooses the loss. Default: cross entropy for one label a text, binary cross entropy for several, the mean squared error for numbers.</summary>
    /// <param name="loss">The kind of loss with its options.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UseLoss(LossKind loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Fill("loss", plan with { Loss = loss });
    }

    /// <summary>Chooses the optimizer. Default: AdamW with weight decay 0.01 (not on biases and norms) and a learning rate of 5e-5 for a pretrained encoder, 1e-3 from scratch.</summary>
    /// <param name="optimizer">The kind of optimizer with its options.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UseOptimizer(OptimizerKind optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return Fill("optimizer", plan with { Optimizer = optimizer });
    }

    /// <summary>Chooses how the learning rate changes. Default: linear with a warm-up over the first tenth of the steps.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UseSchedule(LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return Fill("schedule", plan with { Schedule = schedule });
    }

    /// <summary>Chooses what is predicted. Default: a checkpoint whose labels are those of the data decides, else the data.</summary>
    /// <param name="task">The task.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UseTask(TextTask task) => Fill("task", plan with { Task = task });

    /// <summary>Chooses epochs, batch size, seed, device and the like. Default: see <see cref="TrainingOptions"/>.</summary>
    /// <param name="options">The options.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder UseTraining(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Fill("training", plan with { Training = options });
    }

    /// <summary>Stops a training whose validation no longer gets better. Needs validation data.</summary>
    /// <param name="options">When to stop; null takes the defaults.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder AddEarlyStopping(EarlyStoppingOptions? options = null)
    {
        plan = plan with { EarlyStopping = plan.EarlyStopping.Add(options ?? new()) };
        return this;
    }

    /// <summary>Ends every training of the trainer early, and well, once a token is cancelled: the best state so far is kept and returned. (The token of <c>FitAsync</c> aborts instead.)</summary>
    /// <param name="stop">The token.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder AddStopSignal(CancellationToken stop)
    {
        plan = plan with { StopSignals = plan.StopSignals.Add(stop) };
        return this;
    }

    /// <summary>
    /// Adds one of several tasks that are trained together, as heads on one encoder (see <see cref="BuildMultiTask"/>). What it does not choose itself is as this builder says; its
    /// labels are those of its rows.
    /// </summary>
    /// <param name="name">The task's name, which no other has; data is given to the training under it.</param>
    /// <param name="configure">Chooses the task's own head, loss and kind of task (<c>UseHead</c>, <c>UseLoss</c>, <c>UseTask</c> and their short forms); all else is shared.</param>
    /// <returns>This builder.</returns>
    public TransferClassifierBuilder AddTask(string name, Action<TransferClassifierBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        TransferClassifierBuilder own = new(loggerFactory);
        configure?.Invoke(own);
        plan = plan with { Tasks = plan.Tasks.Add(new(name, own.plan, own.calls)) };
        return this;
    }

    /// <summary>
    /// Checks everything and makes a trainer of the tasks that were added, at least two. May be called again, also after further calls. A checkpoint is looked at as <see cref="Build"/> does.
    /// </summary>
    /// <param name="options">How the tasks share the training; null takes the defaults.</param>
    /// <returns>A trainer that later calls on this builder do not change.</returns>
    /// <exception cref="ConfigurationException">Settings are impossible; it lists every one, not only the first, and with them what is wrong with the checkpoint's folder.</exception>
    /// <exception cref="CheckpointException">
    /// The settings are possible, but the checkpoint's folder is missing, its configuration cannot be read, or it is of a family that is not known or not the one that was chosen.
    /// </exception>
    /// <exception cref="StorageException">The checkpoint's folder is one whose writing was interrupted, and it cannot be put back.</exception>
    public MultiTaskTrainer BuildMultiTask(MultiTaskOptions? options = null)
    {
        PlanChecks.EnsureNone(MultiTaskChecks.FindProblems(plan, calls, options ?? new()));
        return new(PlanChecks.WithFamily(plan), options ?? new(), loggerFactory);
    }

    /// <summary>Checks everything and makes the trainer. May be called again, also after further calls.</summary>
    /// <remarks>
    /// Of a checkpoint in a folder the configuration of encoder and tokenizer is read; its weights and its vocabulary are read when a classifier is trained. Nothing is downloaded: a
    /// checkpoint of the hub is looked at when a classifier is trained.
    /// </remarks>
    /// <returns>A trainer that later calls on this builder do not change.</returns>
    /// <exception cref="ConfigurationException">Settings are impossible; it lists every one, not only the first, and with them what is wrong with the checkpoint's folder.</exception>
    /// <exception cref="CheckpointException">
    /// The settings are possible, but the checkpoint's folder is missing, its configuration cannot be read, or it is of a family that is not known or not the one that was chosen.
    /// </exception>
    /// <exception cref="StorageException">The checkpoint's folder is one whose writing was interrupted, and it cannot be put back.</exception>
    public TransferClassifierTrainer Build()
    {
        PlanChecks.EnsureNone(PlanChecks.FindProblems(plan, calls));
        return new(PlanChecks.WithFamily(plan), loggerFactory);
    }

    private TransferClassifierBuilder Fill(string slot, ClassifierPlan filled)
    {
        plan = filled;
        calls[slot] = calls.GetValueOrDefault(slot) + 1;
        return this;
    }
}
