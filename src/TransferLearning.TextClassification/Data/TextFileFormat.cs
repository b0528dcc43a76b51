namespace TransferLearning.TextClassification;

/// <summary>How labelled or unlabelled texts lie on disk.</summary>
public enum TextFileFormat
{
    /// <summary>Comma-separated values with RFC 4180 quoting.</summary>
    Csv,

    /// <summary>Tab-separated values; without quoting unless <see cref="TextReadOptions.Quoting"/> asks for it.</summary>
    Tsv,

    /// <summary>JSON Lines: one object a line.</summary>
    JsonLines,

    /// <summary>One JSON array of objects.</summary>
    Json,

    /// <summary>A folder that holds one folder a class; every file in these is one text.</summary>
    Folders,

    /// <summary>One text a line, without labels.</summary>
    Lines,
}
