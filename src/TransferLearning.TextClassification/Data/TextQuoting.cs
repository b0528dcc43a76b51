namespace TransferLearning.TextClassification;

/// <summary>Whether quotes in a delimited file have a meaning.</summary>
public enum TextQuoting
{
    /// <summary>A quote is a character like any other; a line is a row.</summary>
    None,

    /// <summary>RFC 4180: a cell in double quotes may hold delimiters, line breaks and doubled quotes.</summary>
    DoubleQuotes,
}
