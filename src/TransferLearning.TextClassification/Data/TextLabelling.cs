namespace TransferLearning.TextClassification;

/// <summary>Whether the rows that are read carry labels.</summary>
public enum TextLabelling
{
    /// <summary>Every row has a label and a text; anything else is an error. For training and evaluation.</summary>
    Required,

    /// <summary>The label column, or a row's label, may be missing; such a row has no target and its text may be empty.</summary>
    Optional,

    /// <summary>Labels are not looked at; an empty text is allowed, and a cell over the limit is cut. For prediction.</summary>
    None,
}
