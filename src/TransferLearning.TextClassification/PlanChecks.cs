using System.Collections.Immutable;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Persistence;

namespace TransferLearning.TextClassification;

/// <summary>What can be wrong with a plan before any data is seen.</summary>
internal static class PlanChecks
{
    /// <summary>Two special tokens and one of the text; what the tokenizer needs is seen once it is read.</summary>
    private const int FewestTokens = 3;

    /// <summary>Every mistake in a plan, those of a checkpoint in a folder among them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="calls">How often each slot was filled.</param>
    internal static ImmutableArray<ConfigurationProblem> FindProblems(ClassifierPlan plan, IReadOnlyDictionary<string, int> calls)
    {
        ImmutableArray<ConfigurationProblem> ofCheckpoint = CheckpointChecks.FindProblems(plan, out EncoderFamily? family);
        return FindProblems(plan with { Family = family }, calls, ofCheckpoint);
    }

    /// <summary>Every mistake in a plan whose checkpoint was looked at already.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="calls">How often each slot was filled.</param>
    /// <param name="ofCheckpoint">What is wrong with the checkpoint.</param>
    internal static ImmutableArray<ConfigurationProblem> FindProblems(ClassifierPlan plan, IReadOnlyDictionary<string, int> calls, ImmutableArray<ConfigurationProblem> ofCheckpoint)
    {
        List<ConfigurationProblem> problems =
        [
            .. calls.Where(call => call.Value > 1).Select(call => new ConfigurationProblem(
                $"The {call.Key} was chosen {call.Value} times", "one Use… call for it", "Remove all but one of the calls.")),
            .. ofCheckpoint,
        ];
        problems.AddRange(EncoderProblems(plan));
        string[] sentences =
        [
            .. plan.Head?.FindProblemsOf(plan.HeadOptions!) ?? [],
            .. plan.Pretrained?.FindProblems() ?? [],
            .. plan.Loss?.FindProblems() ?? [],
            .. plan.Optimizer?.FindProblems() ?? [],
            .. plan.Training?.FindProblems() ?? [],
            .. plan.EarlyStopping.SelectMany(options => options.FindProblems()),
        ];
        problems.AddRange(sentences.Select(ConfigurationProblem.FromSentence));
        if (plan is { Task: { } task, Loss: { } loss } && Enum.IsDefined(task) && !loss.Supports(task))
        {
            problems.Add(new($"The loss is '{loss.Name}' and the task {task}", "a loss that serves the task", "Leave the loss out for the task's own, or choose another task."));
        }

        if (plan.Task is { } unknown && !Enum.IsDefined(unknown))
        {
            problems.Add(new($"The task is {unknown}", "SingleLabel, MultiLabel or Regression", "Choose one of them."));
        }

        if (plan is { Head: { Pools: true } head, EncoderOptions.Pooling: { } pooling })
        {
            problems.Add(new($"The pooling is {pooling} and the head '{head.Name}'", "no pooling, for the head makes a text's vector from the tokens itself", "Leave one of them out."));
        }

        if (plan.Tasks.Length > 0)
        {
            problems.Add(new($"AddTask was called {plan.Tasks.Length} times", "no tasks for a single classifier", "Call BuildMultiTask, or leave the tasks out."));
        }

        return [.. problems];
    }

    /// <summary>Throws for problems, if there are any.</summary>
    /// <exception cref="ConfigurationException">Settings are impossible.</exception>
    /// <exception cref="CheckpointException">The one problem is that the checkpoint cannot be read or is of another kind.</exception>
    internal static void EnsureNone(ImmutableArray<ConfigurationProblem> problems)
    {
        if (problems is [{ Fault: { } fault }])
        {
            throw fault;
        }

        if (problems.Length > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    /// <summary>The plan with the family that the checkpoint's <c>config.json</c> names, where the application left it open; a checkpoint of the hub is not asked yet.</summary>
    /// <exception cref="CheckpointException">It has no readable <c>config.json</c>, or names a family that is not known.</exception>
    internal static ClassifierPlan WithFamily(ClassifierPlan plan)
    {
        if (plan is not { Family: null, Pretrained: { Folder: { } folder } })
        {
            return plan;
        }

        return plan with { Family = KnownKinds.BuiltIn.FamilyOf(CheckpointFolder.ReadConfiguration(folder)) };
    }

    /// <summary>Checks a pooling once the family is known.</summary>
    /// <exception cref="ConfigurationException">Encoders of the family do not know it.</exception>
    internal static void EnsurePooling(EncoderFamily family, Pooling pooling)
    {
        if (PoolingProblem(family, pooling) is { } problem)
        {
            throw new ConfigurationException([problem]);
        }
    }

    private static ConfigurationProblem? PoolingProblem(EncoderFamily family, Pooling pooling) => family.AllPoolings.Contains(pooling) || !Enum.IsDefined(pooling)
        ? null
        : new($"The pooling is {pooling} and the encoder '{family.Name}'", $"one of {string.Join(", ", family.AllPoolings)}", "Choose one of them, or leave it out for the default.");

    private static List<ConfigurationProblem> EncoderProblems(ClassifierPlan plan)
    {
        if (plan.EncoderOptions is not { } options)
        {
            return [];
        }

        List<ConfigurationProblem> problems = [];
        if (options.MaxTokens < FewestTokens)
        {
            problems.Add(new($"{options.GetType().Name}.MaxTokens is {options.MaxTokens}", $"at least {FewestTokens} (two special tokens and one of the text)", "Give a larger number, or leave it out for the default."));
        }

        if (options.Pooling is { } pooling && !Enum.IsDefined(pooling))
        {
            problems.Add(new($"{options.GetType().Name}.Pooling is {pooling}", $"one of {string.Join(", ", Enum.GetNames<Pooling>())}", "Choose one of them, or leave it out for the default."));
        }

        if (plan.Family is { } family)
        {
            problems.AddRange(options.Pooling is { } chosen && PoolingProblem(family, chosen) is { } problem ? [problem] : []);
            problems.AddRange(family.FindProblemsOf(options, plan.Pretrained is not null).Select(ConfigurationProblem.FromSentence));
        }

        return problems;
    }
}
