namespace TransferLearning.TextClassification;

/// <summary>A mistake in data: the message names the file, the line, the value and the mend.</summary>
public sealed class TextDataException : TransferLearningException
{
    /// <summary>Creates the exception without a message.</summary>
    public TextDataException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    public TextDataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    /// <param name="innerException">The cause.</param>
    public TextDataException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The file, or null where the data did not come from one.</summary>
    public string? Path { get; init; }

    /// <summary>The line, from 1, or null.</summary>
    public long? Line { get; init; }

    /// <summary>The column's name or number, or null.</summary>
    public string? Column { get; init; }

    /// <summary>The offending value, shortened, or null.</summary>
    public string? Value { get; init; }
}
