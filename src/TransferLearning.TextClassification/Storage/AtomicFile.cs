namespace TransferLearning.TextClassification.Storage;

/// <summary>Writes a file so that at every moment, whatever is killed, its path holds the earlier file or the new one as a whole.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file beside its path and puts it in place in one step. After an error all is as before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the file that it is given, which does not exist, and flushes it to disk.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static void Write(string path, Action<string> write)
    {
        string file = Path.GetFullPath(path);
        string temporary = TemporarySibling.New(file);
        try
        {
            write(temporary);
            File.Move(temporary, file, overwrite: true);
            NativeFolder.Flush(Path.GetDirectoryName(file)!);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
