using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>Downloads contents into the cache: under a lock, resumed where an earlier download ended, checked, then renamed.</summary>
internal sealed class HubContentDownload(HubName name, HubSettings settings, HubHttp http, HubApi api, HubCache cache, HubMeter meter, ILogger logger)
{
    /// <summary>After so many bytes the failures of before are forgotten.</summary>
    private const long StepForward = 1 << 20;

    /// <summary>Makes sure that the cache has a content.</summary>
    /// <exception cref="HubException">It cannot be had; what was downloaded so far is kept unless it is wrong.</exception>
    internal async Task FetchAsync(string commit, HubFile file, CancellationToken cancellationToken)
    {
        using (await HubLock.AcquireAsync(cache.Lock(file), () => HubLog.Waiting(logger, name, file.Name, cache.Lock(file)), cancellationToken).ConfigureAwait(false))
        {
            if (cache.HasBlob(file) || cache.Has(commit, file.Name))
            {
                meter.Add(file.Size); // another process was faster, or another commit has the same
            }
            else
            {
                await DownloadOrCleanAsync(commit, file, cancellationToken).ConfigureAwait(false);
            }
        }

        meter.AddFile();
    }

    /// <summary>A failed download leaves what it has, but no empty file.</summary>
    private async Task DownloadOrCleanAsync(string commit, HubFile file, CancellationToken cancellationToken)
    {
        try
        {
            await DownloadAsync(commit, file, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (new FileInfo(cache.Incomplete(file)) is { Exists: true, Length: 0, LinkTarget: null } empty)
            {
                empty.Delete();
            }
        }
    }

    private async Task DownloadAsync(string commit, HubFile file, CancellationToken cancellationToken)
    {
        string path = cache.Incomplete(file);
        HubCache.RefuseLink(path);
        HubCache.RefuseLink(cache.Blob(file));
        bool isResumed = new FileInfo(path) is { Exists: true, Length: > 0 };
        while (true)
        {
            await CompleteAsync(commit, file, path, cancellationToken).ConfigureAwait(false);
            string found = await HubChecksum.ComputeAsync(path, file.Checksum, cancellationToken).ConfigureAwait(false);
            if (found == file.Checksum)
            {
                File.Move(path, cache.Blob(file), overwrite: true);
                return;
            }

            meter.Add(-file.Size);
            File.Delete(path);
            if (!isResumed)
            {
                throw HubErrors.Broken(name, $"what was downloaded of '{file.Name}' has the checksum {found}, expected {file.Checksum}: it was damaged on its way or exchanged, and is not kept. Try again; if it stays so, check the proxy and HF_ENDPOINT.");
            }

            isResumed = false; // the earlier part may have been the wrong one: once more from the start
        }
    }

    /// <summary>Downloads until all bytes are there, trying again after failures.</summary>
    private async Task CompleteAsync(string commit, HubFile file, string path, CancellationToken cancellationToken)
    {
        FileStream output = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (output.ConfigureAwait(false))
        {
            if (output.Length > file.Size)
            {
                output.SetLength(0);
            }

            output.Seek(0, SeekOrigin.End);
            meter.Add(output.Length);
            long lastStep = output.Length;
            for (int failures = 1; output.Length < file.Size; failures++)
            {
                try
                {
                    await AppendAsync(commit, file, output, cancellationToken).ConfigureAwait(false);
                }
                catch (HubException exception) when (exception.IsTransient)
                {
                    if (output.Length >= lastStep + StepForward)
                    {
                        (lastStep, failures) = (output.Length, 1);
                    }

                    if (HubRetry.Wait(settings, exception, failures) is not { } wait)
                    {
                        throw;
                    }

                    await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
                }
            }

            output.Flush(flushToDisk: true);
        }
    }

    /// <summary>One request for the bytes that are missing.</summary>
    private async Task AppendAsync(string commit, HubFile file, FileStream output, CancellationToken cancellationToken)
    {
        using HubReply reply = await http.SendAsync(HttpMethod.Get, api.FileAddress(commit, file.Name), output.Length, cancellationToken).ConfigureAwait(false);
        HttpResponseMessage message = reply.Message;
        if (message.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            Discard(output);
            throw HubErrors.Unreachable(name, $"the hub has no bytes of '{file.Name}' beyond those that an earlier download left. They are discarded; try again.");
        }

        if (!message.IsSuccessStatusCode)
        {
            throw HubErrors.FromStatus(name, settings, message, reply.Address);
        }

        if (message.StatusCode == HttpStatusCode.PartialContent)
        {
            RequireRange(file, message.Content.Headers.ContentRange, output);
        }
        else
        {
            Discard(output); // a server that knows no ranges begins at the start
        }

        if (message.Content.Headers.ContentLength is { } length && length > file.Size - output.Length)
        {
            throw TooMuch(file, output);
        }

        await CopyAsync(reply, file, output, cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyAsync(HubReply reply, HubFile file, FileStream output, CancellationToken cancellationToken)
    {
        Stream content = await http.OpenAsync(reply, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            byte[] buffer = new byte[1 << 17];
            for (int read; (read = await http.ReadAsync(content, buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (output.Length + read > file.Size)
                {
                    throw TooMuch(file, output);
                }

                await output.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None).ConfigureAwait(false);
                meter.Add(read);
            }
        }

        if (output.Length < file.Size)
        {
            throw HubErrors.Unreachable(name, $"the download of '{file.Name}' ended after {HubErrors.Bytes(output.Length)} of {HubErrors.Bytes(file.Size)}. Try again: what was downloaded so far is kept.");
        }
    }

    private void RequireRange(HubFile file, ContentRangeHeaderValue? range, FileStream output)
    {
        if (range?.From != output.Length || (range.HasLength && range.Length != file.Size))
        {
            string asked = output.Length.ToString(CultureInfo.InvariantCulture);
            Discard(output);
            throw HubErrors.Unreachable(name, $"the bytes of '{file.Name}' from {asked} on were asked for and others came ({range?.ToString() ?? "without a range"}). What an earlier download left is discarded; try again.");
        }
    }

    private HubException TooMuch(HubFile file, FileStream output)
    {
        Discard(output);
        return HubErrors.Broken(name, $"'{file.Name}' was announced with {HubErrors.Bytes(file.Size)} and has more. It is not kept. Try again; if it stays so, check the proxy and HF_ENDPOINT.");
    }

    private void Discard(FileStream output)
    {
        meter.Add(-output.Length);
        output.SetLength(0);
    }
}
