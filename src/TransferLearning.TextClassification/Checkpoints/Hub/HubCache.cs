namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>
/// A checkpoint's folder in the cache, laid out as <c>transformers</c> lays it out: contents in <c>blobs</c> under their checksums, in <c>snapshots/COMMIT</c> a link for
/// every file, in <c>refs</c> the commit of every branch and tag, in <c>.no_exist/COMMIT</c> an empty file for every file that the commit does not have.
/// </summary>
internal sealed class HubCache
{
    private const int LongestReference = 200;
    private const string AbsentFolder = ".no_exist";

    private readonly HubName name;
    private readonly HubSettings settings;

    internal HubCache(HubName name, HubSettings settings)
    {
        this.name = name;
        this.settings = settings;
        Folder = Path.Combine(settings.CacheFolder, name.FolderName);
    }

    /// <summary>The checkpoint's folder.</summary>
    internal string Folder { get; }

    internal string Snapshot(string commit) => Path.Combine(Folder, "snapshots", commit);

    internal string Blob(HubFile file) => Path.Combine(Folder, "blobs", file.Checksum);

    /// <summary>Where a content lies until it is whole and checked.</summary>
    internal string Incomplete(HubFile file) => Blob(file) + ".incomplete";

    /// <summary>The lock of a content; the Python library takes the same one.</summary>
    internal string Lock(HubFile file) => Path.Combine(settings.CacheFolder, ".locks", name.FolderName, file.Checksum + ".lock");

    /// <summary>Whether a commit's snapshot has a file.</summary>
    internal bool Has(string commit, string file) => File.Exists(PathOf(commit, file));

    /// <summary>Whether a commit's snapshot has a file, or is known to lack it because the commit does.</summary>
    internal bool Knows(string commit, string file) => Has(commit, file) || File.Exists(AbsencePath(commit, file));

    internal bool HasBlob(HubFile file) => new FileInfo(Blob(file)) is { Exists: true } blob && blob.Length == file.Size;

    /// <summary>The snapshot of the revision as far as the cache knows it; null where it is not there or lacks weights, configuration or tokenizer.</summary>
    /// <exception cref="CheckpointException">A file in it is a link that leads out of the checkpoint's folder.</exception>
    internal string? FindWhole()
    {
        if (Commit() is not { } commit || !HubFileSelection.IsWhole(Snapshot(commit)))
        {
            return null;
        }

        RefuseLinksOut(commit);
        return Snapshot(commit);
    }

    /// <summary>Creates the folders that a download writes to.</summary>
    /// <exception cref="CheckpointException">One of them is a link.</exception>
    internal void CreateFolders(string commit)
    {
        foreach (string folder in (string[])[Path.Combine(Folder, "blobs"), Path.Combine(Folder, "refs"), Snapshot(commit), Path.Combine(settings.CacheFolder, ".locks", name.FolderName)])
        {
            Directory.CreateDirectory(folder);
        }

        foreach (string folder in (string[])["blobs", "refs", "snapshots", Path.Combine("snapshots", commit)])
        {
            RefuseLink(Path.Combine(Folder, folder));
        }
    }

    /// <summary>Refuses a link where a file or folder is to be written: what it leads to would be overwritten.</summary>
    /// <exception cref="CheckpointException">It is a link.</exception>
    internal static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw CheckpointException.At(path, $"this is a link, to '{target}'; it is not written through. Remove it, or choose another cache folder.");
        }
    }

    /// <summary>Puts a checked content into a commit's snapshot: as a relative link, or where links cannot be made as the file itself.</summary>
    internal void Place(string commit, HubFile file)
    {
        string path = PathOf(commit, file.Name);
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        RefuseLink(folder);
        if (File.Exists(path))
        {
            return;
        }

        File.Delete(path); // a link to nothing
        if (settings.TryLink(path, Path.GetRelativePath(folder, Blob(file))) || File.Exists(path))
        {
            return;
        }

        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}");
        File.Copy(Blob(file), temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Removes contents that stand in the snapshot as files of their own, so that they do not take their place twice.</summary>
    internal void RemoveCopied(string commit, IEnumerable<HubFile> files)
    {
        foreach (HubFile file in files.Where(file => new FileInfo(PathOf(commit, file.Name)) is { Exists: true, LinkTarget: null }))
        {
            File.Delete(Blob(file));
        }
    }

    /// <summary>Records which commit the revision is.</summary>
    internal void WriteReference(string commit)
    {
        if (name.IsPinned)
        {
            return;
        }

        string path = ReferencePath;
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        RefuseLink(folder);
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}");
        File.WriteAllText(temporary, commit);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Records which files a commit does not have. Where the cache cannot be written the hub is asked again at the next use.</summary>
    /// <exception cref="CheckpointException">A link stands where a file or folder is to be written.</exception>
    internal void MarkAbsent(string commit, IEnumerable<string> files)
    {
        try
        {
            foreach (string path in files.Select(file => AbsencePath(commit, file)).Where(path => !File.Exists(path)))
            {
                string folder = Path.GetDirectoryName(path)!;
                Array.ForEach([Path.Combine(Folder, AbsentFolder), Path.Combine(Folder, AbsentFolder, commit), folder, path], RefuseLink);
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(path, []);
            }
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            // What was to be kept is only that the hub need not be asked.
        }
    }

    /// <summary>Refuses files of a snapshot that are links out of the checkpoint's folder.</summary>
    /// <exception cref="CheckpointException">One is.</exception>
    internal void RefuseLinksOut(string commit)
    {
        string snapshot = Snapshot(commit);
        foreach (string file in HubFileSelection.Present(snapshot))
        {
            string path = Path.Combine(snapshot, file);
            string? target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
            string? folder = new DirectoryInfo(Path.GetDirectoryName(path)!).LinkTarget;
            if (folder is not null || (target is not null && !target.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                throw CheckpointException.At(path, $"this leads out of the checkpoint's folder, to '{folder ?? target}'. Remove the folder '{snapshot}' and download again.");
            }
        }
    }

    /// <summary>Makes a symbolic link.</summary>
    /// <returns>False where system, file system or user may not.</returns>
    internal static bool TryLink(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private string ReferencePath => Path.Combine([Folder, "refs", .. name.Revision.Split('/')]);

    private string AbsencePath(string commit, string file) => Path.Combine([Folder, AbsentFolder, commit, .. file.Split('/')]);

    private string PathOf(string commit, string file) => Path.Combine([Snapshot(commit), .. file.Split('/')]);

    private string? Commit()
    {
        if (name.IsPinned)
        {
            return name.Revision;
        }

        FileInfo reference = new(ReferencePath);
        string? commit = reference is { Exists: true, Length: <= LongestReference } ? File.ReadAllText(reference.FullName).Trim() : null;
        return commit is not null && HubName.IsCommit(commit) ? commit : null;
    }
}
