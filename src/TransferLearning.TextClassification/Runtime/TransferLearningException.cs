namespace TransferLearning.TextClassification;

/// <summary>The base of every error that this library raises on purpose: its message names what was given, what was expected and how to mend it.</summary>
public class TransferLearningException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public TransferLearningException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was given, what was expected, how to mend it.</param>
    public TransferLearningException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What was given, what was expected, how to mend it.</param>
    /// <param name="innerException">The cause.</param>
    public TransferLearningException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
