namespace TransferLearning.TextClassification;

/// <summary>How a checkpoint of the model hub is found and downloaded. What is left out comes from the same environment variables that <c>transformers</c> reads.</summary>
public sealed record HubOptions
{
    /// <summary>The branch, tag or commit (40 hexadecimal digits; then nothing is asked of the hub once it is cached). Default: null, <c>main</c>.</summary>
    public string? Revision { get; init; }

    /// <summary>The hub's address, <c>https://…</c>. Default: null, which takes <c>HF_ENDPOINT</c>, else <c>https://huggingface.co</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// The access token; it is sent to the hub's own address only. Empty sends none. Default: null, which takes <c>HF_TOKEN</c>, <c>HUGGING_FACE_HUB_TOKEN</c>,
    /// else the file <c>token</c> in <c>HF_HOME</c>.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>The folder of the cache. Default: null, which takes <c>HF_HUB_CACHE</c>, else <c>hub</c> in <c>HF_HOME</c>, else <c>~/.cache/huggingface/hub</c>.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Whether only the cache is used and nothing is asked of the hub. Default: null, which takes <c>HF_HUB_OFFLINE</c> or <c>TRANSFORMERS_OFFLINE</c>.</summary>
    public bool? Offline { get; init; }

    /// <summary>How long the hub may say nothing before the try counts as failed. Default: 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes that a checkpoint may have; a larger one is refused before anything of it is downloaded. Default: 32 GiB.</summary>
    public long MaxBytes { get; init; } = 32L << 30;

    /// <summary>Told at most ten times a second how far a download is. Default: null.</summary>
    public IProgress<HubProgress>? Progress { get; init; }

    /// <summary>The options without the token, which belongs in no log.</summary>
    /// <returns>Their names and values.</returns>
    public override string ToString() =>
        $"{nameof(HubOptions)} {{ {nameof(Revision)} = {Revision}, {nameof(Endpoint)} = {Endpoint}, {nameof(CacheFolder)} = {CacheFolder}, {nameof(Offline)} = {Offline} }}";
}
