using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Persistence;

namespace TransferLearning.TextClassification;

/// <summary>What a folder with a classifier or a pretrained encoder holds, read without its weights and without the native library.</summary>
public sealed class ModelInfo
{
    private const int DefaultMaxTokens = 128;

    internal ModelInfo()
    {
    }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether it was saved by this library (it has a <c>classifier.json</c>).</summary>
    public required bool IsSavedClassifier { get; init; }

    /// <summary>Whether <see cref="TransferClassifier.Load"/> opens it: a saved classifier, or a sequence-classification folder of the reference implementation.</summary>
    public required bool IsClassifier { get; init; }

    /// <summary>The encoder's kind, for example <c>bert</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The encoder's sizes as <c>config.json</c> names them (<c>hidden_size</c>, <c>num_hidden_layers</c>, …).</summary>
    public required IReadOnlyDictionary<string, long> Sizes { get; init; }

    /// <summary>The number of parameters in the weights.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The tokenizer in words, for example <c>WordPiece, 30,522 tokens, lower-cased</c>; <c>none</c> where the folder has no file of one.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>How token vectors become a text's vector.</summary>
    public required Pooling Pooling { get; init; }

    /// <summary>Why it is that one, for example <c>the checkpoint has a pooler</c>, or that the folder has no <c>1_Pooling/config.json</c> to say another.</summary>
    public required string PoolingReason { get; init; }

    /// <summary>Texts are cut at this many tokens: a classifier's own cut length, else what a training would take by default.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>The head's kind, or null where there is none.</summary>
    public string? Head { get; init; }

    /// <summary>The class of the reference implementation that opens the classifier with the same answers; null where there is no classifier or no such class.</summary>
    public string? ReferenceClass { get; init; }

    /// <summary>The labels in the order of the scores; empty for a regression or where there is no head.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What is predicted, or null where there is no head.</summary>
    public TextTask? Task { get; init; }

    /// <summary>Whether inputs are pairs of texts, or null where it is not known.</summary>
    public bool? Pairs { get; init; }

    /// <summary>Parts that a training would begin with new values, for example <c>pooler</c> and <c>head</c>.</summary>
    public IReadOnlyList<string> NewParts { get; init; } = [];

    /// <summary>Why there is no <see cref="ReferenceClass"/>, for example because the pooling differs from its own; null where there is one or no head.</summary>
    public string? ReferenceDifference { get; init; }

    /// <summary>Versions of what wrote the folder, by name; empty where it does not say.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">A saved classifier or a checkpoint in the Hugging Face layout.</param>
    /// <param name="options">The application's own kinds of encoder and head, by name; null: there are none. Nothing else of it is read.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="CheckpointException">It is missing, broken, tampered with or of a family that is not known.</exception>
    public static ModelInfo Read(string folder, ClassifierLoadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        CheckpointSource source = CheckpointSource.Read(folder, new(options?.Families ?? [], options?.Heads ?? []), mayLackTokenizer: true);
        int longest = source.LongestText ?? DefaultMaxTokens;
        return new()
        {
            Folder = folder,
            IsSavedClassifier = source.Manifest is not null,
            IsClassifier = source.Head is not null,
            Family = source.Family.Name,
            Sizes = source.Family.SizeKeys.Where(key => source.Configuration.Json[key] is JsonValue).ToDictionary(key => key, key => (long)source.Configuration.GetInt(key)),
            ParameterCount = source.ParameterCount,
            Tokenizer = source.TokenizerInWords,
            Pooling = source.Pooling,
            PoolingReason = source.PoolingReason,
            MaxTokens = source.Head is null ? Math.Min(longest, DefaultMaxTokens) : longest,
            Head = source.Head?.Kind,
            ReferenceClass = source.ReferenceClass,
            Labels = source.Labels,
            Task = source.Task,
            Pairs = source.Manifest?.Pairs,
            NewParts = [.. source.Head is null ? (string[])["head"] : [], .. source.Pooling == Pooling.Pooler && !source.HasOptionalParts ? (string[])["pooler"] : []],
            ReferenceDifference = source.ReferenceDifference,
            Versions = source.Manifest?.Versions ?? new Dictionary<string, string>(),
        };
    }
}
