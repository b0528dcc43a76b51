namespace TransferLearning.TextClassification;

/// <summary>The figures of one validation during a training.</summary>
public sealed class ValidationRecord
{
    /// <summary>Steps done before it.</summary>
    public required int Step { get; init; }

    /// <summary>Epochs done before it, with a fraction.</summary>
    public required double Epoch { get; init; }

    /// <summary>The mean loss over the validation data.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of right answers, from 0 to 1 (several labels: of exactly right sets); null for a regression.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The mean F1 over the labels, from 0 to 1; null for a regression.</summary>
    public double? MacroF1 { get; init; }

    /// <summary>The figures of each task by its name, where several were trained together; loss, accuracy and F1 of the record are then means over the tasks. Else null.</summary>
    public IReadOnlyDictionary<string, TaskValidation>? Tasks { get; init; }
}
