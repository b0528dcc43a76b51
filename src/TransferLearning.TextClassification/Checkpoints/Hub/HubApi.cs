using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>The questions that are put to the hub.</summary>
internal sealed partial class HubApi(HubName name, HubSettings settings, HubHttp http)
{
    private const int LongestList = 16 << 20;

    /// <summary>The commit that the revision is, and its files.</summary>
    /// <param name="attempts">Tries before it is given up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HubException">It is not there, may not be read, or cannot be reached.</exception>
    internal Task<HubListing> ListAsync(int attempts, CancellationToken cancellationToken) => HubRetry.RunAsync(
        settings with { Attempts = attempts },
        async () =>
        {
            Uri address = http.Address($"/api/models/{name.Model}/revision/{Uri.EscapeDataString(name.Revision)}");
            using HubReply reply = await http.SendAsync(HttpMethod.Get, address, 0, cancellationToken).ConfigureAwait(false);
            if (!reply.Message.IsSuccessStatusCode)
            {
                throw HubErrors.FromStatus(name, settings, reply.Message, reply.Address);
            }

            return ReadList(await http.ReadTextAsync(reply, LongestList, cancellationToken).ConfigureAwait(false), reply.Address);
        },
        cancellationToken);

    /// <summary>Size and checksum of a file.</summary>
    /// <exception cref="HubException">It is not there, may not be read, cannot be reached, or is not described.</exception>
    internal Task<HubFile> DescribeAsync(string commit, string file, CancellationToken cancellationToken) => HubRetry.RunAsync(
        settings,
        async () =>
        {
            using HubReply reply = await http.SendAsync(HttpMethod.Head, FileAddress(commit, file), 0, cancellationToken).ConfigureAwait(false);
            if ((int)reply.Message.StatusCode >= 400)
            {
                throw HubErrors.FromStatus(name, settings, reply.Message, reply.Address);
            }

            return ReadDescription(reply, commit, file);
        },
        cancellationToken);

    internal Uri FileAddress(string commit, string file) => http.Address($"/{name.Model}/resolve/{commit}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}");

    private HubListing ReadList(string json, Uri address)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            string commit = root.GetProperty("sha").GetString() ?? string.Empty;
            HashSet<string> files = [.. root.GetProperty("siblings").EnumerateArray().Select(file => file.GetProperty("rfilename").GetString() ?? string.Empty)];
            if (HubName.IsCommit(commit) && (!name.IsPinned || commit == name.Revision))
            {
                return new(commit, files);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw HubErrors.Broken(name, $"{HubErrors.WithoutQuery(address)} does not answer with a commit and its files as a model hub does ({exception.Message.TrimEnd('.')}). Check HF_ENDPOINT and the proxy.", exception);
        }

        throw HubErrors.Broken(name, $"{HubErrors.WithoutQuery(address)} names no commit, or another than '{name.Revision}'. Check HF_ENDPOINT and the revision.");
    }

    private HubFile ReadDescription(HubReply reply, string commit, string file)
    {
        if (reply.Stated(HubReply.Commit) is { } other && other != commit)
        {
            throw HubErrors.Broken(name, $"'{file}' of the commit {commit} was asked for and is served from another, {other}. Try again; if it stays so, check HF_ENDPOINT.");
        }

        Match tag = ChecksumPattern().Match(reply.Stated(HubReply.LinkedTag) ?? HubReply.Header(reply.Message, "ETag") ?? string.Empty);
        if (!tag.Success)
        {
            throw HubErrors.Broken(name, $"the hub gives no checksum for '{file}' (an ETag that is a SHA-256, or git's SHA-1), so that it could not be checked. Check HF_ENDPOINT: this may be no model hub.");
        }

        string? stated = reply.Stated(HubReply.LinkedSize) ?? reply.Message.Content.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture);
        return long.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? new(file, size, tag.Groups["digits"].Value)
            : throw HubErrors.Broken(name, $"the hub gives '{file}' the size '{stated}'; expected a number of bytes. Check HF_ENDPOINT: this may be no model hub.");
    }

    /// <summary>A tag, strong or weak; its content becomes a file's name.</summary>
    [GeneratedRegex("^(?:W/)?\"?(?<digits>[0-9a-f]{64}|[0-9a-f]{40})\"?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ChecksumPattern();
}
