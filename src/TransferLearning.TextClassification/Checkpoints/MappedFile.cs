using System.IO.MemoryMappedFiles;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>A file's bytes, mapped into memory and read only where they are asked for.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private byte* start;

    private MappedFile(string path, long length, MemoryMappedFile? file)
    {
        Path = path;
        Length = length;
        this.file = file;
        if (file is not null)
        {
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
        }
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>The file's bytes when it was opened.</summary>
    internal long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <exception cref="CheckpointException">The file is missing or cannot be read.</exception>
    internal static MappedFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            long length = stream.Length;
            RequireContent(path, stream, length);
            if (length == 0)
            {
                stream.Dispose();
                return new(path, 0, null);
            }

            return new(path, length, MemoryMappedFile.CreateFromFile(stream, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false));
        }
        catch (CheckpointException)
        {
            stream!.Dispose();
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            stream?.Dispose();
            throw CheckpointException.At(path, $"the file cannot be read ({exception.Message.TrimEnd('.')}). Check that it exists and may be read.", exception);
        }
    }

    /// <summary>Refuses what a clone without Git LFS leaves in place of large files.</summary>
    private static void RequireContent(string path, FileStream stream, long length)
    {
        if (length is 0 or > 1024)
        {
            return;
        }

        Span<byte> bytes = new byte[length];
        stream.ReadExactly(bytes);
        stream.Position = 0;
        if (bytes.StartsWith("version https://git-lfs"u8))
        {
            throw CheckpointException.At(path, "the file is a Git LFS pointer, not the weights. Run 'git lfs pull' in its folder, or download the file itself.");
        }
    }

    /// <summary>Bytes of the file, valid until it is disposed.</summary>
    internal ReadOnlySpan<byte> Bytes(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        if (length == 0)
        {
            return [];
        }

        ObjectDisposedException.ThrowIf(start is null, this);
        return new(start + offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (start is not null)
        {
            start = null;
            view!.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        view?.Dispose();
        file?.Dispose();
    }
}
