using System.Globalization;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Data;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Persistence;

namespace TransferLearning.TextClassification;

/// <summary>Decides every value of a training that a plan leaves open, from checkpoint, data and recommendations. Loads no native library.</summary>
internal sealed class ClassifierResolver
{
    private const double DefaultWarmup = 0.1;

    private readonly ClassifierPlan plan;
    private readonly TextDataset train;
    private readonly EncoderChoice encoder;
    private readonly List<ResolvedValue> values = [];

    private ClassifierResolver(ClassifierPlan plan, TextDataset train, EncoderChoice encoder)
    {
        this.plan = plan;
        this.train = train;
        this.encoder = encoder;
    }

    private CheckpointSource? Checkpoint => encoder.Checkpoint;

    private TrainingDefaults Defaults => Checkpoint is null ? encoder.Family.TrainingDefaults : TrainingDefaults.Pretrained;

    /// <summary>Decides everything.</summary>
    /// <exception cref="ConfigurationException">Settings do not fit the data or the checkpoint.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from.</exception>
    /// <exception cref="CheckpointException">The checkpoint is missing or broken.</exception>
    internal static Resolution Resolve(ClassifierPlan plan, TextDataset train)
    {
        DatasetChecks.EnsureTrainable(train);
        return Resolve(plan, train, EncoderChoice.Of(plan, train));
    }

    /// <summary>Decides everything but the encoder, for rows that a classifier can learn from.</summary>
    /// <exception cref="ConfigurationException">Settings do not fit the data or the checkpoint.</exception>
    /// <exception cref="TextDataException">The data does not fit the task.</exception>
    internal static Resolution Resolve(ClassifierPlan plan, TextDataset train, EncoderChoice encoder) => new ClassifierResolver(plan, train, encoder).Resolve();

    private Resolution Resolve()
    {
        DescribeEncoder();
        bool fits = LabelsFitCheckpoint();
        TextTask task = DecideTask(fits);
        DatasetChecks.EnsureTargets(train, task);
        bool keepsHead = DecideHead(fits, task, out HeadKind head, out JsonObject headOptions);
        LabelSet labels = DecideLabels(task, keepsHead);
        LossKind loss = DecideLoss(task, labels.Count);
        ClassifierDescription description = new()
        {
            Family = encoder.Family,
            Configuration = encoder.Configuration,
            Pooling = encoder.Pooling,
            Head = head,
            HeadOptions = headOptions,
            Task = task,
            Labels = labels,
            Tokenizer = encoder.Tokenizer,
            MaxTokens = DecideMaxTokens(),
            Pairs = train.HasPairs,
            Loss = loss.Name,
            Path = Checkpoint?.Configuration.Path,
        };
        PlanChecks.EnsurePooling(encoder.Family, encoder.Pooling);
        OptimizerKind optimizer = DecideOptimizer();
        LearningRateSchedule schedule = DecideSchedule();
        return new()
        {
            Description = description,
            Folder = Checkpoint?.Folder,
            WordVectors = encoder.WordVectors,
            KeepsHead = keepsHead,
            Loss = loss,
            Optimizer = optimizer,
            Schedule = schedule,
            Training = DecideTraining(),
            Configuration = new(values),
        };
    }

    private void DescribeEncoder()
    {
        ValueSource source = plan.Family is null && plan.Pretrained is null ? ValueSource.Default : ValueSource.Chosen;
        Add("encoder", encoder.Family.Name, source, Checkpoint is { } checkpoint ? $"pretrained, from {checkpoint.Folder}" : "from scratch: new weights, a vocabulary learnt from the training texts");
        Add("tokenizer", encoder.Tokenizer.Description, Checkpoint is null ? ValueSource.Data : ValueSource.Checkpoint, Checkpoint is null ? "learnt from the training texts" : "the checkpoint's");
        if (encoder.WordVectors is { } vectors)
        {
            Add("word_vectors", vectors.ToString(), ValueSource.Chosen, "the encoder's options");
        }

        Add("pooling", PoolingNames.NameOf(encoder.Pooling), encoder.PoolingDecision.Source, encoder.PoolingDecision.Reason);
    }

    /// <summary>Whether the checkpoint has a head for what the data is labelled with.</summary>
    private bool LabelsFitCheckpoint() => Checkpoint switch
    {
        { Task: TextTask.Regression } => train.Task == TextTask.Regression,
        { Task: not null, Labels: var labels } => train.Labels.Count > 0 && labels.ToHashSet(StringComparer.Ordinal).SetEquals(train.Labels),
        _ => false,
    };

    private TextTask DecideTask(bool fits)
    {
        (TextTask task, ValueSource source, string reason) = (plan.Task, Checkpoint?.Task) switch
        {
            ({ } chosen, _) => (chosen, ValueSource.Chosen, "UseTask"),
            (_, { } known) when fits => (known, ValueSource.Checkpoint, "its head has the labels of the data"),
            _ => (train.Task, ValueSource.Data, "what the rows are labelled with"),
        };
        Add("task", task.ToString(), source, reason);
        return task;
    }

    private bool DecideHead(bool fits, TextTask task, out HeadKind head, out JsonObject options)
    {
        string kept = Checkpoint?.Head?.Kind ?? string.Empty;
        bool isKeepable = fits && task == Checkpoint?.Task;
        head = plan.Head ?? (isKeepable ? KnownKinds.BuiltIn.FindHead(kept) : null) ?? OwnHead.Of(encoder.Family);
        bool keeps = isKeepable && head.Name == kept;
        options = plan.Head is null && keeps ? Checkpoint!.Head!.Options : head.WriteOptions(plan.HeadOptions ?? new LinearHeadOptions());
        string reason = keeps ? "the checkpoint's head is for the same labels and stays" : "begins with new weights";
        Add("head", head.Name, plan.Head is null ? ValueSource.Default : ValueSource.Chosen, reason);
        return keeps;
    }

    private LabelSet DecideLabels(TextTask task, bool keepsHead)
    {
        if (task == TextTask.Regression)
        {
            return LabelSet.Empty;
        }

        LabelSet labels = LabelSet.From(keepsHead ? Checkpoint!.Labels : train.Labels);
        Add("labels", labels.Count.ToString(CultureInfo.InvariantCulture), keepsHead ? ValueSource.Checkpoint : ValueSource.Data, keepsHead ? "in the order of its id2label" : "those of the training rows, sorted");
        return labels;
    }

    private LossKind DecideLoss(TextTask task, int labels)
    {
        LossKind own = task switch
        {
            TextTask.SingleLabel => new CrossEntropyKind(new()),
            TextTask.MultiLabel => new BinaryCrossEntropyKind(new()),
            _ => new MeanSquaredErrorKind(),
        };
        if (plan.Loss is { } chosen && !chosen.Supports(task))
        {
            throw new ConfigurationException([new($"The loss is '{chosen.Name}' and the task {task}", $"a loss that serves the task, such as '{own.Name}'", "Leave the loss out for the task's own, or choose another task.")]);
        }

        ConfigurationProblem[] problems = [.. plan.Loss?.FindProblemsWith(labels).Select(ConfigurationProblem.FromSentence) ?? []];
        if (problems.Length > 0)
        {
            throw new ConfigurationException([.. problems]);
        }

        Add("loss", (plan.Loss ?? own).Name, plan.Loss is null ? ValueSource.Recommended : ValueSource.Chosen, plan.Loss is null ? $"the usual one for {task}" : "UseLoss");
        return plan.Loss ?? own;
    }

    private int DecideMaxTokens()
    {
        int? longest = encoder.LongestText;
        int usual = Defaults.MaxTokens;
        int tokens = plan.EncoderOptions?.MaxTokens ?? Math.Min(usual, longest ?? usual);
        if ((CheckpointChecks.TooManyTokens(plan.EncoderOptions, longest) ?? CheckpointChecks.TooFewTokens(plan.EncoderOptions, tokens, encoder.Tokenizer, train.HasPairs)) is { } problem)
        {
            throw new ConfigurationException([problem]);
        }

        (ValueSource source, string reason) = plan.EncoderOptions?.MaxTokens is null
            ? (tokens < usual ? ValueSource.Checkpoint : ValueSource.Recommended, $"the smallest of {usual}, model_max_length and the position table") : (ValueSource.Chosen, "the encoder's options");
        Add("max_tokens", tokens.ToString(CultureInfo.InvariantCulture), source, reason);
        return tokens;
    }

    private OptimizerKind DecideOptimizer()
    {
        OptimizerKind planned = plan.Optimizer ?? new AdamWKind(new());
        OptimizerKind optimizer = planned.WithUsualRate(Defaults.LearningRate);
        (ValueSource source, string reason) = plan.Optimizer is null ? (ValueSource.Recommended, UsualFor) : (ValueSource.Chosen, "UseOptimizer");
        bool choosesRate = plan.Optimizer is not null && ReferenceEquals(optimizer, planned);
        Add("optimizer", optimizer.Name, source, reason);
        Add("learning_rate", Text(optimizer.LearningRate), choosesRate ? source : ValueSource.Recommended, choosesRate ? reason : UsualFor);
        Add("optimizer_options", optimizer.OptionsJson, source, reason);
        return optimizer;
    }

    private LearningRateSchedule DecideSchedule()
    {
        LearningRateSchedule schedule = plan.Schedule ?? LearningRateSchedule.Linear(DefaultWarmup);
        (ValueSource source, string reason) = plan.Schedule is null ? (ValueSource.Recommended, UsualFor) : (ValueSource.Chosen, "UseSchedule");
        Add("schedule", schedule.ToString(), source, reason);
        Add("schedule_options", schedule.ToJson(), source, reason);
        return schedule;
    }

    private TrainingOptions DecideTraining()
    {
        TrainingOptions options = plan.Training ?? new();
        TrainingOptions standard = new();
        int batchSize = options.BatchSize ?? Defaults.BatchSize;
        int usualEpochs = Defaults.EpochsOf(train.Count, (long)batchSize * options.GradientAccumulationSteps);
        int epochs = options.Epochs ?? usualEpochs;
        string usual = usualEpochs == Defaults.Epochs ? UsualFor : $"few rows: {UsualFor} are {Defaults.Epochs}, and at least {Defaults.MinimumSteps} steps";
        Add("epochs", Text(epochs), options.Epochs is null ? ValueSource.Recommended : ValueSource.Chosen, options.Epochs is null ? usual : "UseTraining");
        Add("batch_size", Text(batchSize), options.BatchSize is null ? ValueSource.Recommended : ValueSource.Chosen, options.BatchSize is null ? UsualFor : "UseTraining");
        AddTraining("max_tokens_per_batch", options.MaxTokensPerBatch is { } tokens ? Text(tokens) : "none", options.MaxTokensPerBatch is null);
        AddTraining("gradient_accumulation_steps", Text(options.GradientAccumulationSteps), options.GradientAccumulationSteps == standard.GradientAccumulationSteps);
        AddTraining("max_gradient_norm", options.MaxGradientNorm is { } norm ? Text(norm) : "none", options.MaxGradientNorm == standard.MaxGradientNorm);
        AddTraining("seed", options.Seed.ToString(CultureInfo.InvariantCulture), options.Seed == standard.Seed);
        AddTraining("precision", options.Precision.ToString(), options.Precision == standard.Precision);
        AddTraining("gradient_checkpointing", options.GradientCheckpointing ? "yes" : "no", options.GradientCheckpointing == standard.GradientCheckpointing);
        AddTraining("device", options.Device.ToString(), options.Device == standard.Device);
        return options with { Epochs = epochs, BatchSize = batchSize };
    }

    private string UsualFor => Checkpoint is null ? $"usual for the kind '{encoder.Family.Name}' from scratch" : "usual for a pretrained transformer";

    private void AddTraining(string name, string value, bool isStandard) =>
        Add(name, value, isStandard ? ValueSource.Default : ValueSource.Chosen, isStandard ? "the same for every training" : "UseTraining");

    private void Add(string name, string value, ValueSource source, string reason) => values.Add(new(name, value, source, reason));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
