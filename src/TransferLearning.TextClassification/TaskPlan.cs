namespace TransferLearning.TextClassification;

/// <summary>What a builder was told of one of several tasks.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="Own">What is the task's own: head, loss, kind of task.</param>
/// <param name="Calls">How often each slot of it was filled.</param>
internal sealed record TaskPlan(string Name, ClassifierPlan Own, IReadOnlyDictionary<string, int> Calls)
{
    /// <summary>The plan of the task: its own choices, and the shared ones for the rest.</summary>
    internal ClassifierPlan Within(ClassifierPlan shared) => shared with
    {
        Head = Own.Head ?? shared.Head,
        HeadOptions = Own.Head is null ? shared.HeadOptions : Own.HeadOptions,
        Loss = Own.Loss ?? shared.Loss,
        Task = Own.Task ?? shared.Task,
    };
}
