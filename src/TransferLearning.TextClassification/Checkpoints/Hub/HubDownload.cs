using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>Brings a checkpoint of the hub into the cache.</summary>
internal sealed class HubDownload
{
    private const int Parallel = 4;

    /// <summary>The largest file beside the weights; tokenizers of the largest vocabularies have some 40 MB.</summary>
    private const long LargestSmallFile = 256 << 20;

    private readonly HubName name;
    private readonly HubSettings settings;
    private readonly HubCache cache;
    private readonly HubApi api;
    private readonly HubContentDownload contents;
    private readonly HubMeter meter;
    private readonly ILogger logger;

    private HubDownload(HubName name, HubSettings settings, HubCache cache, HubHttp http, ILogger logger)
    {
        this.name = name;
        this.settings = settings;
        this.cache = cache;
        this.logger = logger;
        api = new(name, settings, http);
        meter = new(name, settings.Progress);
        contents = new(name, settings, http, api, cache, meter, logger);
    }

    /// <summary>The folder of a checkpoint's revision, downloaded where the cache does not have it.</summary>
    /// <returns>The snapshot's folder.</returns>
    /// <exception cref="HubException">It cannot be had.</exception>
    /// <exception cref="CheckpointException">The cache holds links that lead elsewhere, or an index that is none.</exception>
    /// <exception cref="StorageException">The cache cannot be written, or the disk is too small.</exception>
    internal static async Task<string> RunAsync(HubName name, HubSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        HubCache cache = new(name, settings);
        try
        {
            string? cached = cache.FindWhole();
            if (cached is not null && name.IsPinned && HubFileSelection.SmallFiles.All(file => cache.Knows(name.Revision, file)))
            {
                return cached;
            }

            if (settings.Offline)
            {
                return cached is not null ? Unasked(name, cache, cached, logger) : throw HubErrors.Broken(name, $"only the cache may be used (HubOptions.Offline, HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE), and '{settings.CacheFolder}' has no complete copy of it. Download it once with the hub in reach, or give the cache's folder in HF_HUB_CACHE.");
            }

            using HubHttp http = new(name, settings);
            return await new HubDownload(name, settings, cache, http, logger).RunAsync(cached, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            throw StorageException.Cannot(cache.Folder, "keep the download", exception);
        }
    }

    private async Task<string> RunAsync(string? cached, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(cached, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (cached is not null && name.IsPinned && (exception is HubException or StorageException || StorageException.IsCause(exception)))
        {
            // A commit does not change: whatever the hub or the disk refuses, the weights are there.
            HubLog.CacheInstead(logger, cached, exception.Message);
            return Unasked(name, cache, cached, logger);
        }
    }

    private async Task<string> AskAsync(string? cached, CancellationToken cancellationToken)
    {
        HubListing listing;
        try
        {
            listing = await api.ListAsync(cached is null ? settings.Attempts : 1, cancellationToken).ConfigureAwait(false);
        }
        catch (HubException exception) when (cached is not null && exception.IsTransient)
        {
            HubLog.CacheInstead(logger, cached, exception.Message);
            return Unasked(name, cache, cached, logger);
        }

        string commit = listing.Commit;
        string weights = HubFileSelection.Weights(name, listing);
        bool hasWeights = cached is not null && name.IsPinned; // perhaps in another format
        string[] firstNames = [.. HubFileSelection.Small(name, listing), .. hasWeights ? (string[])[] : [weights]];
        IEnumerable<string> absent = HubFileSelection.SmallFiles.Where(file => !listing.Files.Contains(file));
        if (hasWeights && firstNames.All(file => cache.Has(commit, file)))
        {
            cache.MarkAbsent(commit, absent); // all else is there: a cache that may only be read will do
            return cached!;
        }

        cache.CreateFolders(commit);
        HubFile[] first = await DescribeAsync(commit, firstNames, cancellationToken).ConfigureAwait(false);
        HubFile[] shards = !hasWeights && HubFileSelection.IsIndex(weights) ? await DescribeShardsAsync(listing, weights, first, cancellationToken).ConfigureAwait(false) : [];
        HubFile[] missing = [.. first, .. shards];
        RequireRoom(missing);
        await FetchAsync(commit, missing.Where(file => !IsIndexOf(file, weights)), cancellationToken).ConfigureAwait(false);

        // What makes a snapshot whole, the weights' file or index, comes last.
        HubFile[] ordered = [.. missing.OrderBy(file => file.Name == weights)];
        Array.ForEach(ordered, file => cache.Place(commit, file));
        cache.RemoveCopied(commit, ordered);
        cache.RefuseLinksOut(commit);
        cache.MarkAbsent(commit, absent);
        cache.WriteReference(commit);
        return cache.Snapshot(commit);
    }

    /// <summary>A snapshot that is used as the cache has it; what it may lack unnoticed is said.</summary>
    private static string Unasked(HubName name, HubCache cache, string snapshot, ILogger logger)
    {
        string[] unknown = [.. HubFileSelection.Unnoticed.Where(file => !cache.Knows(Path.GetFileName(snapshot), file))];
        if (unknown.Length > 0)
        {
            HubLog.Unknown(logger, name, string.Join(" and ", unknown));
        }

        return snapshot;
    }

    /// <summary>Sizes and checksums of those files that the snapshot lacks.</summary>
    private async Task<HubFile[]> DescribeAsync(string commit, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        string[] missing = [.. names.Where(file => !cache.Has(commit, file))];
        HubFile[] files = new HubFile[missing.Length];
        await System.Threading.Tasks.Parallel.ForAsync(0, files.Length, Options(cancellationToken), async (i, token) => files[i] = await api.DescribeAsync(commit, missing[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return files;
    }

    /// <summary>Fetches the index, which says what else there is.</summary>
    private async Task<HubFile[]> DescribeShardsAsync(HubListing listing, string index, HubFile[] known, CancellationToken cancellationToken)
    {
        HubFile? file = known.FirstOrDefault(file => file.Name == index);
        if (file is not null)
        {
            RequireRoom([file]);
            await FetchAsync(listing.Commit, [file], cancellationToken).ConfigureAwait(false);
        }

        string path = file is not null && !cache.Has(listing.Commit, index) ? cache.Blob(file) : Path.Combine(cache.Snapshot(listing.Commit), index);
        return await DescribeAsync(listing.Commit, HubFileSelection.Shards(name, listing, index, path), cancellationToken).ConfigureAwait(false);
    }

    private async Task FetchAsync(string commit, IEnumerable<HubFile> files, CancellationToken cancellationToken)
    {
        HubFile[] contentsWanted = [.. files.DistinctBy(file => file.Checksum)];
        if (contentsWanted.Length > 0)
        {
            HubLog.Downloading(logger, name, contentsWanted.Length, contentsWanted.Sum(file => file.Size), cache.Folder);
        }

        Array.ForEach(contentsWanted, meter.Expect);
        await System.Threading.Tasks.Parallel.ForEachAsync(
            contentsWanted, Options(cancellationToken), async (file, token) => await contents.FetchAsync(commit, file, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Refuses absurd sizes, and what the disk has no room for, before anything is downloaded.</summary>
    private void RequireRoom(HubFile[] files)
    {
        foreach (HubFile file in files.Where(file => file.Size > LargestSmallFile && !HubFileSelection.IsWeights(file.Name)))
        {
            throw HubErrors.Broken(name, $"'{file.Name}' has {HubErrors.Bytes(file.Size)}; no such file has more than {HubErrors.Bytes(LargestSmallFile)}. Do not use this checkpoint unless you trust its source.");
        }

        decimal total = files.Sum(file => (decimal)file.Size);
        if (total > settings.MaxBytes)
        {
            throw HubErrors.Broken(name, $"the checkpoint has {total:N0} bytes; at most {HubErrors.Bytes(settings.MaxBytes)} are downloaded. If that is right, raise HubOptions.MaxBytes.");
        }

        long needed = files.DistinctBy(file => file.Checksum).Where(file => !cache.HasBlob(file)).Sum(file => Math.Max(0, file.Size - PartLength(file)));
        if (settings.FreeBytes(cache.Folder) is { } free && needed > free)
        {
            throw StorageException.At(cache.Folder, $"the disk has {HubErrors.Bytes(free)} free, and {HubErrors.Bytes(needed)} of {name} are missing. Free some space, or give a cache folder on another disk in HF_HUB_CACHE.");
        }
    }

    private long PartLength(HubFile file) => new FileInfo(cache.Incomplete(file)) is { Exists: true } part ? part.Length : 0;

    private static bool IsIndexOf(HubFile file, string weights) => file.Name == weights && HubFileSelection.IsIndex(weights);

    private static ParallelOptions Options(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
}
