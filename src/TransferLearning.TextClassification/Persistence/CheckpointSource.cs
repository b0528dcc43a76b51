using System.Collections.Immutable;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Storage;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.Words;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>What a folder with a saved classifier or a pretrained encoder says of itself, read without weights and without the native library.</summary>
internal sealed class CheckpointSource
{
    private readonly HashSet<string> tensorNames;
    private readonly TextTokenizer? tokenizer;

    private CheckpointSource(string folder, CheckpointConfiguration configuration, EncoderFamily family, ClassifierManifest? manifest, TextTokenizer? tokenizer)
    {
        Folder = folder;
        Configuration = configuration;
        Family = family;
        Manifest = manifest;
        this.tokenizer = tokenizer;
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder);
        tensorNames = [.. tensors.Tensors.Keys.Select(name => LegacyTensorNames.Modernize(name) ?? name)];
        ParameterCount = tensors.Tensors.Values.Where(tensor => LegacyTensorNames.Modernize(tensor.Name) is not null && !family.IsConstant(tensor.Name)).Sum(tensor => tensor.Count);
        Head = manifest?.Head ?? (IsReferenceClassifier() ? new SavedHead { Kind = OwnHead.Of(family).Name } : null);
        (Task, Labels) = Head is null ? (null, []) : ReadLabels(configuration);
        (Pooling, PoolingReason) = ResolvePooling();
        Limits = family.LimitsOf(new EncoderConfiguration { Values = configuration.Json, Pooling = Pooling, Path = configuration.Path });
        EnsureVocabularyFits();
    }

    internal string Folder { get; }

    internal CheckpointConfiguration Configuration { get; }

    internal EncoderFamily Family { get; }

    /// <summary>The content of <c>classifier.json</c>; null in the folders of others.</summary>
    internal ClassifierManifest? Manifest { get; }

    internal TextTokenizer Tokenizer => tokenizer ?? throw new InvalidOperationException($"The folder '{Folder}' was read without a tokenizer.");

    internal string TokenizerInWords => tokenizer?.Description ?? "none";

    internal long ParameterCount { get; }

    /// <summary>The head that the weights hold; null where they are an encoder's alone.</summary>
    internal SavedHead? Head { get; }

    /// <summary>What the head predicts; null without one.</summary>
    internal TextTask? Task { get; }

    /// <summary>The head's labels in the order of the scores.</summary>
    internal IReadOnlyList<string> Labels { get; }

    /// <summary>The pooling that is taken where none is chosen.</summary>
    internal Pooling Pooling { get; }

    internal string PoolingReason { get; }

    internal EncoderLimits Limits { get; }

    /// <summary>The longest text in tokens that tokenizer and position table allow, or null.</summary>
    internal int? LongestText => Limits.LongestText(tokenizer?.ModelMaxLength);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kinds">The kinds that are known.</param>
    /// <param name="chosen">The family that the application named, or null to take the one that the folder names.</param>
    /// <param name="mayLackTokenizer">Whether a folder without any tokenizer file is read too.</param>
    /// <exception cref="CheckpointException">It is missing, broken, tampered with, of an unknown family, or its parts do not fit together.</exception>
    internal static CheckpointSource Read(string folder, KnownKinds kinds, EncoderFamily? chosen = null, bool mayLackTokenizer = false)
    {
        AtomicFolder.RecoverInterrupted(folder);
        CheckpointConfiguration configuration = CheckpointFolder.ReadConfiguration(folder);
        ClassifierManifest? manifest = ManifestFile.Read(folder);
        EncoderFamily family = manifest is null || chosen is not null ? kinds.FamilyOf(configuration, chosen) : kinds.Family(ManifestFile.PathIn(folder), manifest.Encoder);
        TextTokenizer? tokenizer = WordTokenizerFiles.TryRead(folder);
        return new(folder, configuration, family, manifest, tokenizer ?? (mayLackTokenizer && !TokenizerFiles.AreIn(folder) ? null : TokenizerLoader.Load(folder)));
    }

    /// <summary>The class of the reference implementation that gives the classifier's answers, or null.</summary>
    internal string? ReferenceClass => Head is not null && ReferenceDifference is null ? Family.ClassifierArchitecture : null;

    /// <summary>Why there is no such class; null where there is one or no head.</summary>
    internal string? ReferenceDifference => Head is { } head ? ReferenceTwin.FindDifference(Family, head.Kind, Pooling, Configuration.Json) : null;

    /// <summary>Whether the weights hold all optional parts of the encoder (a pooler).</summary>
    internal bool HasOptionalParts => !Family.OptionalParameters.IsEmpty && Family.OptionalParameters.All(HasEncoderTensor);

    private bool HasEncoderTensor(string ours)
    {
        string theirs = Family.TensorNames.ToTheirs(ours);
        return tensorNames.Contains(theirs) || tensorNames.Contains($"{Family.CheckpointPrefix ?? "encoder"}.{theirs}");
    }

    private bool IsReferenceClassifier()
    {
        if (Family.ClassifierArchitecture is not { } architecture)
        {
            return false;
        }

        ImmutableArray<string> stated = [.. Configuration.GetStrings("architectures")];
        return tensorNames.Contains(OwnHead.Of(Family).OutputWeight) && (stated.IsEmpty || stated.Contains(architecture));
    }

    private static (TextTask? Task, IReadOnlyList<string> Labels) ReadLabels(CheckpointConfiguration configuration)
    {
        (TextTask task, IReadOnlyList<string> labels) = LabelMap.Read(configuration);
        return (task, labels);
    }

    private (Pooling Pooling, string Reason) ResolvePooling()
    {
        if (Manifest is not null)
        {
            return (PoolingNames.Find(ManifestFile.PathIn(Folder), Manifest.Pooling), "the saved classifier's own");
        }

        if (Family.DefaultPooling == Pooling.Pooler && HasOptionalParts)
        {
            return (Pooling.Pooler, "the checkpoint has a pooler");
        }

        if (Head is null && PoolingConfiguration.TryRead(Folder) is { } pooling)
        {
            return (pooling, $"{PoolingConfiguration.FileName} says so");
        }

        string stated = Head is not null ? string.Empty
            : PoolingConfiguration.IsIn(Folder) ? $"; what {PoolingConfiguration.FileName} says is none of those known here, or several"
            : $"; the folder has no {PoolingConfiguration.FileName}";
        return (Family.ClassifierPooling(Configuration.Json), $"that of the reference implementation's own '{Family.Name}' classifier{stated}");
    }

    private void EnsureVocabularyFits()
    {
        if (tokenizer?.Rows is not (long tokens, int types))
        {
            return;
        }

        if (tokens > Limits.Vocabulary)
        {
            throw CheckpointException.At(
                Folder, $"the tokenizer has {tokens} tokens, but the encoder's embedding has only {Limits.Vocabulary} rows ('vocab_size' in config.json). Check that tokenizer and weights belong together.");
        }

        // A table of one row serves all types.
        if (Limits.Types > 1 && types > Limits.Types)
        {
            throw CheckpointException.At(
                Folder, $"the tokenizer has {types} types of tokens, but the encoder's embedding has only {Limits.Types} rows ('type_vocab_size' in config.json). Check that tokenizer and weights belong together.");
        }
    }
}
