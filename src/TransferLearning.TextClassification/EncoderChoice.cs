using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints.Vectors;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.Words;

namespace TransferLearning.TextClassification;

/// <summary>The encoder that a plan means: a checkpoint's, or a new one with a vocabulary learnt from the training texts.</summary>
internal sealed record EncoderChoice
{
    internal required EncoderFamily Family { get; init; }

    internal required JsonObject Configuration { get; init; }

    internal required TextTokenizer Tokenizer { get; init; }

    internal required Pooling Pooling { get; init; }

    internal required (ValueSource Source, string Reason) PoolingDecision { get; init; }

    /// <summary>The longest text in tokens, or null.</summary>
    internal required int? LongestText { get; init; }

    /// <summary>What was found of the word vectors that an encoder from scratch begins with, or null.</summary>
    internal FoundVectors? WordVectors { get; init; }

    /// <summary>The checkpoint; null for an encoder from scratch.</summary>
    internal CheckpointSource? Checkpoint { get; init; }

    internal static EncoderChoice Of(ClassifierPlan plan, IEnumerable<TextExample> rows) =>
        plan.Pretrained is { } pretrained ? FromCheckpoint(plan, pretrained) : FromScratch(plan, rows);

    private static EncoderChoice FromCheckpoint(ClassifierPlan plan, PretrainedModel pretrained)
    {
        CheckpointSource source = CheckpointSource.Read(pretrained.LocalFolder, KnownKinds.With(plan.Family, plan.Head), plan.Family);
        JsonObject configuration = source.Configuration.Json.DeepClone().AsObject();
        if (plan.EncoderOptions is { } options)
        {
            source.Family.Apply(options, configuration);
        }

        (Pooling pooling, (ValueSource, string) decision) = DecidePooling(plan, source.Family, source.Pooling, (ValueSource.Checkpoint, source.PoolingReason));
        return new()
        {
            Family = source.Family,
            Configuration = configuration,
            Tokenizer = source.Tokenizer,
            Pooling = pooling,
            PoolingDecision = decision,
            LongestText = source.LongestText,
            Checkpoint = source,
        };
    }

    private static EncoderChoice FromScratch(ClassifierPlan plan, IEnumerable<TextExample> rows)
    {
        EncoderFamily family = plan.Family ?? BertFamily.Instance;
        EncoderOptions options = plan.EncoderOptions ?? new BertEncoderOptions();
        IEnumerable<string> texts = rows.SelectMany(row => row.Input.SecondText is { } second ? [row.Input.Text, second] : new[] { row.Input.Text });
        TextTokenizer tokenizer = family.LearnTokenizer(options, texts);
        FoundVectors? vectors = null;
        if (options is WordEncoderOptions { WordVectors: { } file } words && tokenizer is WordTokenizer wordTokenizer)
        {
            vectors = ReadVectors(file, words, wordTokenizer);
            options = words with { EmbeddingSize = vectors.Dimension };
        }

        JsonObject configuration = family.ConfigureFrom(options, tokenizer.VocabularySize);
        configuration["model_type"] ??= family.Name;
        (Pooling pooling, (ValueSource, string) decision) = DecidePooling(plan, family, family.DefaultPooling, (ValueSource.Default, $"that of the kind '{family.Name}'"));
        EncoderLimits limits = family.LimitsOf(new EncoderConfiguration { Values = configuration, Pooling = pooling });
        return new()
        {
            Family = family,
            Configuration = configuration,
            Tokenizer = tokenizer,
            Pooling = pooling,
            PoolingDecision = decision,
            LongestText = limits.Positions,
            WordVectors = vectors,
        };
    }

    /// <summary>The chosen pooling; else, for a head that does without one, the mean, whose parameters are none that would stay untrained; else the usual one.</summary>
    private static (Pooling Pooling, (ValueSource Source, string Reason) Decision) DecidePooling(
        ClassifierPlan plan, EncoderFamily family, Pooling usual, (ValueSource Source, string Reason) usualDecision)
    {
        if (plan.EncoderOptions?.Pooling is { } chosen)
        {
            return (chosen, (ValueSource.Chosen, "the encoder's options"));
        }

        return plan.Head is { Pools: true } head && family.AllPoolings.Contains(Pooling.Mean)
            ? (Pooling.Mean, (ValueSource.Recommended, $"of embeddings only, for the head '{head.Name}' makes a text's vector itself"))
            : (usual, usualDecision);
    }

    private static FoundVectors ReadVectors(WordVectors file, WordEncoderOptions options, WordTokenizer tokenizer)
    {
        Dictionary<string, int> words = tokenizer.Vocabulary.Ids.Where(word => word.Value >= tokenizer.Vocabulary.FirstWordId).ToDictionary(StringComparer.Ordinal);
        FoundVectors vectors = WordVectorReader.Read(file.Path, words, options.LowerCase);
        return options.EmbeddingSize is { } size && size != vectors.Dimension
            ? throw new ConfigurationException([new($"EmbeddingSize is {size}", $"{vectors.Dimension}, the size of the vectors in {file}", "Leave it out.")])
            : vectors;
    }
}
