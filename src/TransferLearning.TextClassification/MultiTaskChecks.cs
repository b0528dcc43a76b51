using System.Collections.Immutable;

namespace TransferLearning.TextClassification;

/// <summary>What can be wrong with a training of several tasks.</summary>
internal static class MultiTaskChecks
{
    private static readonly ImmutableArray<string> OwnSlots = ["head", "loss", "task"];

    /// <summary>Every mistake in a plan before any data is seen.</summary>
    internal static ImmutableArray<ConfigurationProblem> FindProblems(ClassifierPlan plan, IReadOnlyDictionary<string, int> calls, MultiTaskOptions options)
    {
        List<ConfigurationProblem> problems = [.. PlanChecks.FindProblems(plan with { Tasks = [] }, calls), .. options.FindProblems().Select(ConfigurationProblem.FromSentence)];
        if (plan.Tasks.Length < 2)
        {
            problems.Add(new($"AddTask was called {plan.Tasks.Length} times", "at least two tasks", "Add tasks, or call Build for one classifier."));
        }

        foreach (IGrouping<string, TaskPlan> same in plan.Tasks.GroupBy(task => task.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            problems.Add(new($"The task '{same.Key}' was added {same.Count()} times", "a name of its own for each task", "Rename all but one."));
        }

        HashSet<string> shared = [.. problems.Select(problem => problem.ToString())];
        bool allPool = plan.Tasks.All(task => task.Within(plan).Head is { Pools: true });
        foreach (TaskPlan task in plan.Tasks)
        {
            problems.AddRange(ProblemsOf(task, allPool ? plan : plan with { EncoderOptions = null }).Where(problem => !shared.Contains(problem.ToString()))
                .Select(problem => new ConfigurationProblem($"Task '{task.Name}': {problem.Given}", problem.Expected, problem.Mend)));
        }

        return [.. problems];
    }

    /// <summary>Data is named as the tasks are.</summary>
    /// <exception cref="ConfigurationException">A task has no training data, or data is of no task.</exception>
    internal static void EnsureNames(ClassifierPlan plan, MultiTaskFitRequest request)
    {
        string[] names = [.. plan.Tasks.Select(task => task.Name)];
        string known = string.Join(", ", names);
        ConfigurationProblem[] problems =
        [
            .. names.Where(name => request.Train.GetValueOrDefault(name) is null)
                .Select(name => new ConfigurationProblem($"The task '{name}' has no training data", "rows for each of the tasks", $"Add them to {nameof(MultiTaskFitRequest)}.{nameof(MultiTaskFitRequest.Train)}, or leave the task out.")),
            .. Unknown(nameof(MultiTaskFitRequest.Train), request.Train),
            .. Unknown(nameof(MultiTaskFitRequest.Validation), request.Validation),
        ];
        if (problems.Length > 0)
        {
            throw new ConfigurationException([.. problems]);
        }

        IEnumerable<ConfigurationProblem> Unknown(string member, IReadOnlyDictionary<string, TextDataset>? data) => (data?.Keys ?? []).Except(names)
            .Select(name => new ConfigurationProblem($"{nameof(MultiTaskFitRequest)}.{member} has data of the task '{name}'", $"data of the tasks {known} only", "Correct the name, or add the task to the builder."));
    }

    private static IEnumerable<ConfigurationProblem> ProblemsOf(TaskPlan task, ClassifierPlan shared)
    {
        if (string.IsNullOrWhiteSpace(task.Name))
        {
            yield return new("The name is blank", "a name", "Give the task one.");
        }

        IEnumerable<string> foreign = task.Calls.Keys.Where(slot => !OwnSlots.Contains(slot))
            .Concat(task.Own.EarlyStopping.Length + task.Own.StopSignals.Length > 0 ? ["end of the training"] : Array.Empty<string>())
            .Concat(task.Own.Tasks.Length > 0 ? ["list of tasks"] : Array.Empty<string>());
        foreach (string slot in foreign)
        {
            yield return new($"It has chosen the {slot}", $"a task's own {string.Join(", ", OwnSlots)} only, for all tasks share the rest", "Make that call on the builder itself.");
        }

        foreach (ConfigurationProblem problem in PlanChecks.FindProblems(task.Within(shared with { Tasks = [] }), task.Calls, ofCheckpoint: []))
        {
            yield return problem;
        }
    }
}
