using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification;

/// <summary>The encoder that a plan means: a checkpoint's, or a new one with a vocabulary learnt from the training texts.</summary>
internal sealed record EncoderChoice
{
    /// <summary>Tokens of a vocabulary that is learnt from training texts, at most.</summary>
    private const int LearntVocabularySize = 8000;

    internal required EncoderFamily Family { get; init; }

    internal required JsonObject Configuration { get; init; }

    internal required TextTokenizer Tokenizer { get; init; }

    internal required Pooling Pooling { get; init; }

    internal required (ValueSource Source, string Reason) PoolingDecision { get; init; }

    /// <summary>The longest text in tokens, or null.</summary>
    internal required int? LongestText { get; init; }

    /// <summary>The checkpoint; null for an encoder from scratch.</summary>
    internal CheckpointSource? Checkpoint { get; init; }

    internal static EncoderChoice Of(ClassifierPlan plan, TextDataset train) =>
        plan.Pretrained is { } pretrained ? FromCheckpoint(plan, pretrained) : FromScratch(plan, train);

    private static EncoderChoice FromCheckpoint(ClassifierPlan plan, PretrainedModel pretrained)
    {
        CheckpointSource source = CheckpointSource.Read(pretrained.Folder, KnownKinds.With(plan.Family, plan.Head), plan.Family);
        JsonObject configuration = source.Configuration.Json.DeepClone().AsObject();
        if (plan.EncoderOptions is { } options)
        {
            source.Family.Apply(options, configuration);
        }

        return new()
        {
            Family = source.Family,
            Configuration = configuration,
            Tokenizer = source.Tokenizer,
            Pooling = plan.EncoderOptions?.Pooling ?? source.Pooling,
            PoolingDecision = plan.EncoderOptions?.Pooling is null ? (ValueSource.Checkpoint, source.PoolingReason) : (ValueSource.Chosen, "the encoder's options"),
            LongestText = source.LongestText,
            Checkpoint = source,
        };
    }

    private static EncoderChoice FromScratch(ClassifierPlan plan, TextDataset train)
    {
        EncoderFamily family = plan.Family ?? BertFamily.Instance;
        EncoderOptions options = plan.EncoderOptions ?? new BertEncoderOptions();
        IEnumerable<string> texts = train.SelectMany(row => row.Input.SecondText is { } second ? [row.Input.Text, second] : new[] { row.Input.Text });
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromVocabulary(WordPieceTrainer.Train(texts, new() { VocabularySize = LearntVocabularySize }));
        JsonObject configuration = family.ConfigureFrom(options, tokenizer.VocabularySize);
        configuration["model_type"] ??= family.Name;
        Pooling pooling = options.Pooling ?? family.DefaultPooling;
        EncoderLimits limits = family.LimitsOf(new EncoderConfiguration { Values = configuration, Pooling = pooling });
        return new()
        {
            Family = family,
            Configuration = configuration,
            Tokenizer = tokenizer,
            Pooling = pooling,
            PoolingDecision = options.Pooling is null ? (ValueSource.Default, $"that of the kind '{family.Name}'") : (ValueSource.Chosen, "the encoder's options"),
            LongestText = limits.Positions,
        };
    }
}
