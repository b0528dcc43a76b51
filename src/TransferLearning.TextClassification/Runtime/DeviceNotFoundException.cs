namespace TransferLearning.TextClassification;

/// <summary>The compute device that was asked for is not present; the message lists those that are.</summary>
public sealed class DeviceNotFoundException : TransferLearningException
{
    /// <summary>Creates the exception without a message.</summary>
    public DeviceNotFoundException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The device asked for and those present.</param>
    public DeviceNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">The device asked for and those present.</param>
    /// <param name="innerException">The cause.</param>
    public DeviceNotFoundException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
