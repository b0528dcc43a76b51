using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TransferLearning.TextClassification.Checkpoints.Hub;

namespace TransferLearning.TextClassification;

/// <summary>Where a pretrained checkpoint lies: in a folder, or on the model hub. Owns no native memory; its files are downloaded and read when a classifier is trained or loaded.</summary>
public sealed class PretrainedModel
{
    private const string LogCategory = "TransferLearning.TextClassification";

    private readonly HubOptions options = new();

    /// <summary>Whether the text was tried as a folder first, which messages then say.</summary>
    private readonly bool isAlsoNoFolder;

    private PretrainedModel(string folder) => Folder = folder;

    private PretrainedModel(string name, HubOptions options, bool isAlsoNoFolder)
    {
        Name = name;
        this.options = options;
        this.isAlsoNoFolder = isAlsoNoFolder;
    }

    /// <summary>The folder, in the Hugging Face layout (<c>config.json</c>, weights, tokenizer files); null for a checkpoint of the hub, of which <see cref="DownloadAsync"/> gives the folder.</summary>
    public string? Folder { get; }

    /// <summary>The name on the hub, as it was given; null for a folder.</summary>
    public string? Name { get; }

    /// <summary>A checkpoint in a folder of this machine.</summary>
    /// <param name="folder">The folder; its configuration is checked by <see cref="TransferClassifierBuilder.Build"/>, the rest when it is used.</param>
    /// <returns>The checkpoint.</returns>
    public static PretrainedModel FromDirectory(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(folder);
    }

    /// <summary>
    /// A checkpoint of the model hub. Nothing is asked of the hub before <see cref="DownloadAsync"/>, or before a trainer needs it (<c>FitAsync</c>, <c>ResolveAsync</c>); it is then looked for
    /// in the cache that the Python libraries use too, and downloaded where it is missing. No code that a checkpoint brings is downloaded or run.
    /// </summary>
    /// <param name="name"><c>org/name</c>, or <c>org/name@revision</c>; checked by <see cref="TransferClassifierBuilder.Build"/> or when it is used.</param>
    /// <param name="options">Revision, cache, token and the like; null takes the defaults and environment variables.</param>
    /// <returns>The checkpoint.</returns>
    public static PretrainedModel FromHub(string name, HubOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, options ?? new(), isAlsoNoFolder: false);
    }

    /// <summary>A checkpoint by what people write: a folder that exists, else <c>org/name</c> or <c>org/name@revision</c> on the model hub.</summary>
    /// <param name="folderOrName">The folder, or the name.</param>
    /// <param name="options">Revision, cache, token and the like, for a name; null takes the defaults and environment variables.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="CheckpointException">It is neither: there is no such folder, and it is no name.</exception>
    public static PretrainedModel From(string folderOrName, HubOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderOrName);
        if (Directory.Exists(folderOrName) || File.Exists(folderOrName))
        {
            return new(folderOrName);
        }

        return folderOrName.Contains('/', StringComparison.Ordinal) && HubName.Parse(folderOrName) is not null
            ? new(folderOrName, options ?? new(), isAlsoNoFolder: true)
            : throw CheckpointException.At(folderOrName, $"there is no such folder, and it is no name of a checkpoint on the model hub, which is {HubName.Expected}. Give the path of a folder that holds config.json, weights and the tokenizer's files, or such a name.");
    }

    /// <summary>Makes sure that the checkpoint is on this machine: a revision that the cache has as a whole is not downloaded again, and an interrupted download goes on where it ended.</summary>
    /// <param name="loggerFactory">Where messages go; null logs nothing.</param>
    /// <param name="cancellationToken">Ends the download; what is there so far is kept for the next.</param>
    /// <returns>The checkpoint in its folder; of a folder itself.</returns>
    /// <exception cref="HubException">The name is impossible, or the checkpoint is not there, may not be read, cannot be reached, or is not what was announced.</exception>
    /// <exception cref="CheckpointException">The cache holds links that lead elsewhere, or the checkpoint's index is broken.</exception>
    /// <exception cref="StorageException">The cache cannot be written, or its disk has no room.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<PretrainedModel> DownloadAsync(ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default) =>
        BringAsync((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(LogCategory), cancellationToken);

    /// <summary>The folder, or the name.</summary>
    /// <returns>The folder's path, or the name on the hub.</returns>
    public override string ToString() => Folder ?? Name!;

    /// <summary>The folder of a checkpoint that is on this machine.</summary>
    internal string LocalFolder => Folder ?? throw new InvalidOperationException($"'{Name}' was not downloaded.");

    /// <summary>What is wrong with the name and the options, a sentence each.</summary>
    internal IEnumerable<string> FindProblems()
    {
        if (Name is null)
        {
            return [];
        }

        string[] ofName = HubName.Parse(Name) switch
        {
            null => [$"The checkpoint's name on the hub is '{Name}'; expected {HubName.Expected}."],
            _ when options.Revision is not null && Name.Contains('@', StringComparison.Ordinal) => [$"The checkpoint's name on the hub is '{Name}', beside HubOptions.Revision '{options.Revision}'; expected one of the two."],
            _ => [],
        };
        return [.. ofName, .. HubSettings.FindProblems(options)];
    }

    internal async Task<PretrainedModel> BringAsync(ILogger logger, CancellationToken cancellationToken)
    {
        if (Folder is not null)
        {
            return this;
        }

        if (FindProblems().FirstOrDefault() is { } problem)
        {
            throw new HubException(problem) { Model = Name };
        }

        HubName name = HubName.Parse(Name!)!;
        HubSettings settings = HubSettings.Resolve(options, Environment.GetEnvironmentVariable);
        try
        {
            return new(await HubDownload.RunAsync(options.Revision is { } revision ? name with { Revision = revision } : name, settings, logger, cancellationToken).ConfigureAwait(false));
        }
        catch (HubException exception) when (isAlsoNoFolder)
        {
            throw exception.With($"{exception.Message} (There is no folder '{Name}' here either.)");
        }
    }
}
