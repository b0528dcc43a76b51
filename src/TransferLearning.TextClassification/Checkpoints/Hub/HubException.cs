using System.Net;

namespace TransferLearning.TextClassification;

/// <summary>A checkpoint could not be had from the model hub: it is not there, may not be read, cannot be reached, or what was served is not what was asked for.</summary>
public sealed class HubException : TransferLearningException
{
    /// <summary>Creates the exception without a message.</summary>
    public HubException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong, with what, and how to mend it.</param>
    public HubException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong, with what, and how to mend it.</param>
    /// <param name="innerException">The cause.</param>
    public HubException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The checkpoint's name on the hub.</summary>
    public string? Model { get; init; }

    /// <summary>The revision that was wanted.</summary>
    public string? Revision { get; init; }

    /// <summary>The status that the hub answered with; null where it did not answer, or the answer was no error.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Whether the same call may succeed later: the hub was busy, in trouble or out of reach.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the hub asked to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The same error in other words.</summary>
    internal HubException With(string message) => new(message, this) { Model = Model, Revision = Revision, StatusCode = StatusCode, IsTransient = IsTransient, RetryAfter = RetryAfter };
}
