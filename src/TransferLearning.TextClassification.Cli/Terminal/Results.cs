namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>The output stream, which is for results.</summary>
internal static class Results
{
    /// <summary>Writes a result and ends its line.</summary>
    /// <exception cref="StorageException">The stream takes it not.</exception>
    internal static void Print(object result) => Write(() => Console.Out.WriteLine(result));

    /// <summary>Writes to the output stream.</summary>
    /// <exception cref="StorageException">The stream takes it not: the disk that it is sent to is full, for example.</exception>
    internal static void Write(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            throw new StorageException($"The answers could not be written: {exception.Message.TrimEnd('.')}. Send the output elsewhere.", exception);
        }
    }
}
