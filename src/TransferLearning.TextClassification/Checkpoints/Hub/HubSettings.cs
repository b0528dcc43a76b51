using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>Options and environment variables taken together: what a download goes by.</summary>
internal sealed record HubSettings
{
    internal const string DefaultEndpoint = "https://huggingface.co";

    internal required Uri Endpoint { get; init; }

    /// <summary>The token, or null to send none.</summary>
    internal required string? Token { get; init; }

    /// <summary>The cache's folder, absolute.</summary>
    internal required string CacheFolder { get; init; }

    internal required bool Offline { get; init; }

    internal required TimeSpan Timeout { get; init; }

    internal required long MaxBytes { get; init; }

    internal IProgress<HubProgress>? Progress { get; init; }

    /// <summary>Tries in a row without a step forward before a request is given up.</summary>
    internal int Attempts { get; init; } = 5;

    /// <summary>The wait after a first failed try; it doubles with every further one.</summary>
    internal TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The free bytes of the disk of a folder that exists, or null where they are not known.</summary>
    internal Func<string, long?> FreeBytes { get; init; } = DiskSpace.FreeBytes;

    /// <summary>Makes a symbolic link (path, target); false where that is not possible.</summary>
    internal Func<string, string, bool> TryLink { get; init; } = HubCache.TryLink;

    /// <summary>Whether an address is one of the hub itself: the same scheme, host and port.</summary>
    internal bool IsOfHub(Uri? address) =>
        address is not null && address.Scheme == Endpoint.Scheme && address.Port == Endpoint.Port && string.Equals(address.IdnHost, Endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes options, and for what they leave out the environment.</summary>
    /// <param name="options">The options.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="HubException">An address or a token is impossible.</exception>
    internal static HubSettings Resolve(HubOptions options, Func<string, string?> variable)
    {
        string home = Folder(First(variable, "HF_HOME") ?? Path.Combine(First(variable, "XDG_CACHE_HOME") ?? Path.Combine("~", ".cache"), "huggingface"));
        return new()
        {
            Endpoint = Address(options.Endpoint, "HubOptions.Endpoint") ?? Address(First(variable, "HF_ENDPOINT"), "HF_ENDPOINT") ?? new Uri(DefaultEndpoint),
            Token = CheckedToken(options.Token ?? EnvironmentToken(variable, home)),
            CacheFolder = Folder(options.CacheFolder ?? First(variable, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub")),
            Offline = options.Offline ?? IsTrue(First(variable, "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")),
            Timeout = options.Timeout,
            MaxBytes = options.MaxBytes,
            Progress = options.Progress,
        };
    }

    /// <summary>What is wrong with options, a sentence each.</summary>
    internal static IEnumerable<string> FindProblems(HubOptions options)
    {
        if (options.Revision is { } revision && !HubName.IsRevision(revision))
        {
            yield return $"HubOptions.Revision is '{revision}'; expected the name of a branch or tag, or a commit.";
        }

        if (options.Endpoint is { } endpoint && !IsAddress(endpoint))
        {
            yield return $"HubOptions.Endpoint is '{endpoint}'; expected an address that begins with https:// or http://.";
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromDays(1))
        {
            yield return $"HubOptions.Timeout is {options.Timeout}; expected a time above 0, at most a day.";
        }

        if (options.MaxBytes < 1)
        {
            yield return FormattableString.Invariant($"HubOptions.MaxBytes is {options.MaxBytes}; expected a number of at least 1.");
        }
    }

    private static string? EnvironmentToken(Func<string, string?> variable, string home)
    {
        if (IsTrue(First(variable, "HF_HUB_DISABLE_IMPLICIT_TOKEN")))
        {
            return null;
        }

        if (First(variable, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN") is { } token)
        {
            return token;
        }

        string file = First(variable, "HF_TOKEN_PATH") is { } path ? Folder(path) : Path.Combine(home, "token");
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HubException($"{file}: the access token cannot be read ({exception.Message.TrimEnd('.')}). Give it in HF_TOKEN, or change the file's permissions.", exception);
        }
    }

    private static string? CheckedToken(string? token)
    {
        string trimmed = token?.Trim() ?? string.Empty;
        return trimmed.All(character => character is > ' ' and < '\u007f')
            ? trimmed.Length == 0 ? null : trimmed
            : throw new HubException("The access token holds blanks or characters that no token has. Correct HF_TOKEN, the token file in HF_HOME, or HubOptions.Token.");
    }

    private static Uri? Address(string? text, string source) => text switch
    {
        null => null,
        _ when IsAddress(text) => new Uri(text.TrimEnd('/')),
        _ => throw new HubException($"{source} is '{text}'; expected an address that begins with https:// or http://. Correct it, or leave it out for {DefaultEndpoint}."),
    };

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.Query.Length == 0 && uri.UserInfo.Length == 0;

    private static string? First(Func<string, string?> variable, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (variable(name) is { } value && !string.IsNullOrWhiteSpace(value))
            {
                return value.Trim();
            }
        }

        return null;
    }

    private static bool IsTrue(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    /// <summary>An absolute path; <c>~</c> is the user's folder.</summary>
    private static string Folder(string path)
    {
        bool isOfUser = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal);
        return Path.GetFullPath(isOfUser ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path);
    }
}
