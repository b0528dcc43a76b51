namespace TransferLearning.TextClassification;

/// <summary>The figures of one task in a validation of several.</summary>
public sealed class TaskValidation
{
    /// <summary>The mean loss over the task's validation data.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of right answers, from 0 to 1 (several labels: of exactly right sets); null for a regression.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The mean F1 over the labels, from 0 to 1; null for a regression.</summary>
    public double? MacroF1 { get; init; }
}
