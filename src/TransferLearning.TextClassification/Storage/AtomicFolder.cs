namespace TransferLearning.TextClassification.Storage;

/// <summary>Writes a folder so that at every moment, whatever is killed, its path holds the earlier folder or the new one as a whole.</summary>
internal static class AtomicFolder
{
    private const int SwapAttempts = 5;

    /// <summary>Checks, before long work, that a folder may be written or replaced. Leaves nothing behind.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="isOurs">Whether a folder with something in it is an earlier saved classifier.</param>
    /// <exception cref="StorageException">A file, a link or another folder is there, or it may not be written there.</exception>
    internal static void EnsureReplaceable(string path, Func<string, bool> isOurs)
    {
        string folder = Normalize(path);
        RecoverInterrupted(folder);
        FolderPolicy.Require(folder, isOurs);
    }

    /// <summary>Writes a folder beside its path, flushes it to disk and puts it in place in one step. After an error or a cancellation all is as before.</summary>
    /// <param name="path">The folder; parents are created.</param>
    /// <param name="isOurs">Whether a folder with something in it is an earlier saved classifier, which is then replaced.</param>
    /// <param name="write">Writes the content into the folder that it is given, which exists and is empty.</param>
    /// <param name="tryExchange">Exchanges two folders in one step; by default <see cref="NativeFolder.TryExchange"/>.</param>
    /// <exception cref="StorageException">It cannot be written: a full disk, a read-only folder, something else in its place.</exception>
    internal static void Write(string path, Func<string, bool> isOurs, Action<string> write, Func<string, string, bool>? tryExchange = null)
    {
        EnsureReplaceable(path, isOurs);
        string folder = Normalize(path);
        string temporary = TemporarySibling.New(folder);
        string[] newParents = [.. MissingParents(folder)];
        try
        {
            TemporarySibling.RemoveAbandoned(folder);
            Directory.CreateDirectory(temporary);
            write(temporary);
            Flush(temporary);
            Swap(temporary, folder, tryExchange ?? NativeFolder.TryExchange);
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            throw StorageException.Cannot(folder, "write the folder", exception);
        }
        catch (StorageException exception) when (exception.Path?.StartsWith(temporary, StringComparison.Ordinal) == true)
        {
            // The caller knows the folder's own name only.
            throw new StorageException(exception.Message.Replace(temporary, folder, StringComparison.Ordinal), exception) { Path = exception.Path.Replace(temporary, folder, StringComparison.Ordinal) };
        }
        finally
        {
            // The unfinished new folder, or the earlier one after an exchange.
            TemporarySibling.TryDelete(temporary);
            RecoverInterrupted(folder);
            Array.ForEach(newParents, TryDeleteEmpty);
        }
    }

    /// <summary>Puts the earlier folder back where a swap in two steps was interrupted between them. To be called before a folder is read.</summary>
    internal static void RecoverInterrupted(string path)
    {
        string folder = Normalize(path);
        if (string.IsNullOrEmpty(Path.GetFileName(folder)) || Directory.Exists(folder) || !Directory.Exists(TemporarySibling.Previous(folder)))
        {
            return;
        }

        try
        {
            Directory.Move(TemporarySibling.Previous(folder), folder);
        }
        catch (Exception) when (Directory.Exists(folder))
        {
            // Another process was faster.
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            throw StorageException.Cannot(folder, $"put back the earlier folder from '{TemporarySibling.Previous(folder)}'", exception);
        }
    }

    /// <summary>The parents that do not exist yet, the innermost first.</summary>
    private static IEnumerable<string> MissingParents(string folder)
    {
        for (string? parent = Path.GetDirectoryName(folder); parent is not null && !Directory.Exists(parent); parent = Path.GetDirectoryName(parent))
        {
            yield return parent;
        }
    }

    private static void TryDeleteEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It holds the new folder, as it should, or was never created.
        }
    }

    private static string Normalize(string path) =>
        string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal)
            ? throw StorageException.At($"'{path}'", "this is not the path of a folder. Give the path of a new or empty folder.")
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static void Flush(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        foreach (string inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            NativeFolder.Flush(inner);
        }

        NativeFolder.Flush(folder);
    }

    private static void Swap(string temporary, string folder, Func<string, string, bool> tryExchange)
    {
        string parent = Path.GetDirectoryName(folder)!;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (!Directory.Exists(folder))
                {
                    Directory.Move(temporary, folder);
                }
                else if (!tryExchange(temporary, folder))
                {
                    SwapInTwoSteps(temporary, folder, parent);
                }

                NativeFolder.Flush(parent);
                TemporarySibling.TryDelete(TemporarySibling.Previous(folder));
                return;
            }
            catch (IOException) when (attempt < SwapAttempts && Directory.Exists(temporary))
            {
                // Another process put a folder there, or took it away, in between.
            }
        }
    }

    /// <summary>If it is interrupted between the steps, <see cref="RecoverInterrupted"/> puts the earlier folder back.</summary>
    private static void SwapInTwoSteps(string temporary, string folder, string parent)
    {
        string previous = TemporarySibling.Previous(folder);
        TemporarySibling.TryDelete(previous);
        Directory.Move(folder, previous);
        NativeFolder.Flush(parent);
        Directory.Move(temporary, folder);
    }
}
