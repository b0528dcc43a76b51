namespace TransferLearning.TextClassification;

/// <summary>A training broke down: the loss or the gradient became infinite or not a number. The message names the step and the rows.</summary>
public sealed class TrainingFailedException : TransferLearningException
{
    /// <summary>Creates the exception without a message.</summary>
    public TrainingFailedException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened, at which step and rows, and how to mend it.</param>
    public TrainingFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What happened, at which step and rows, and how to mend it.</param>
    /// <param name="innerException">The cause.</param>
    public TrainingFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The step, from 1.</summary>
    public int Step { get; init; }

    /// <summary>The rows of the step as <c>file:line</c>, or as <c>row N</c> (from 1) where they came from no file.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];
}
