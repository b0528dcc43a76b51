using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification;

/// <summary>The native libtorch libraries are missing, of another version, or do not load on this machine.</summary>
public sealed class NativeBackendException : TransferLearningException
{
    /// <summary>Creates the exception without a message.</summary>
    public NativeBackendException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is missing and the package to add.</param>
    public NativeBackendException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is missing and the package to add.</param>
    /// <param name="innerException">The cause.</param>
    public NativeBackendException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The libtorch version that was found, or null when none was found.</summary>
    public string? FoundVersion { get; init; }

    /// <summary>The libtorch version that this release needs.</summary>
    public string NeededVersion { get; init; } = NativeBackend.NeededLibtorchVersion;
}
