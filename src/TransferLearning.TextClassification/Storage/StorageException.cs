namespace TransferLearning.TextClassification;

/// <summary>A file or folder could not be written: the disk is full, the folder is read-only or is somebody else's. What stood there before is as it was.</summary>
public sealed class StorageException : TransferLearningException
{
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int UnixQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Creates the exception without a message.</summary>
    public StorageException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What could not be written, why, and how to mend it.</param>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What could not be written, why, and how to mend it.</param>
    /// <param name="innerException">The cause.</param>
    public StorageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The file or folder.</summary>
    public string? Path { get; init; }

    /// <summary>An error of a file or folder: the message names it first.</summary>
    internal static StorageException At(string path, string problem, Exception? cause = null) => new($"{path}: {problem}", cause) { Path = path };

    /// <summary>Whether an exception is one that <see cref="Cannot"/> explains.</summary>
    internal static bool IsCause(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException || IsFileTooLarge(exception);

    /// <summary>Explains why something could not be done with a file or folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="what">What was tried, for example <c>write the file</c>.</param>
    /// <param name="cause">What the system said.</param>
    internal static StorageException Cannot(string path, string what, Exception cause)
    {
        string why = cause switch
        {
            UnauthorizedAccessException => "it may not be written there. Choose a folder that this user may write, or change its permissions.",
            IOException { HResult: UnixNoSpace or UnixQuota or WindowsDiskFull or WindowsHandleDiskFull } => "the disk is full. Free some space or choose a folder on another disk.",
            IOException { HResult: UnixReadOnly } => "the file system is read-only. Choose a folder on another one.",
            ArgumentOutOfRangeException => "it would be larger than the file system or the user's limit allows. Choose a folder on another file system, or raise the limit.",
            _ => $"{cause.Message.TrimEnd('.')}. Choose another folder.",
        };
        return At(path, $"could not {what}: {why}", cause);
    }

    /// <summary>What the framework makes of EFBIG: more than a FAT32 file or <c>ulimit -f</c> holds.</summary>
    private static bool IsFileTooLarge(Exception exception) => exception is ArgumentOutOfRangeException { ParamName: "value", Source: "System.Private.CoreLib" };
}
