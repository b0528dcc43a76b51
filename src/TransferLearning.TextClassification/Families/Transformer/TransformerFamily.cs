using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Families.Transformer;

/// <summary>Plain transformer encoders (Vaswani et al. 2017) from scratch: BERT's blocks and the keys of its <c>config.json</c>, without a pooler.</summary>
internal sealed class TransformerFamily : EncoderFamily<TransformerEncoderOptions>
{
    private const int LargestSize = 1 << 20;

    internal static TransformerFamily Instance { get; } = new();

    public override string Name => "transformer";

    public override ImmutableArray<Pooling> Poolings => [Pooling.Mean, Pooling.Max, Pooling.FirstToken, Pooling.LastToken];

    public override TextEncoder Create(EncoderConfiguration configuration) => BertFamily.Instance.Create(configuration);

    public override JsonObject Configure(TransformerEncoderOptions options, int vocabularySize)
    {
        JsonObject configuration = BertFamily.Instance.Configure(
            new()
            {
                HiddenSize = options.HiddenSize,
                Layers = options.Layers,
                AttentionHeads = options.AttentionHeads,
                IntermediateSize = options.IntermediateSize,
                Positions = options.Positions,
                HiddenDropout = options.Dropout,
                AttentionDropout = options.Dropout,
            },
            vocabularySize);
        configuration["model_type"] = Name;
        return configuration;
    }

    public override IEnumerable<string> FindProblems(TransformerEncoderOptions options, bool isPretrained)
    {
        const string Record = nameof(TransformerEncoderOptions);
        string?[] problems =
        [
            isPretrained ? $"{Record} are chosen beside a checkpoint, which brings its own; expected {nameof(PretrainedOptions)} with UsePretrained." : null,
            WordOptionsChecks.Size(Record, nameof(options.VocabularySize), options.VocabularySize, LargestSize),
            WordOptionsChecks.Size(Record, nameof(options.HiddenSize), options.HiddenSize, LargestSize),
            WordOptionsChecks.Size(Record, nameof(options.Layers), options.Layers, LargestSize),
            WordOptionsChecks.Size(Record, nameof(options.AttentionHeads), options.AttentionHeads, LargestSize),
            WordOptionsChecks.Size(Record, nameof(options.IntermediateSize), options.IntermediateSize, LargestSize),
            WordOptionsChecks.Size(Record, nameof(options.Positions), options.Positions, LargestSize),
            WordOptionsChecks.Dropout(Record, nameof(options.Dropout), options.Dropout),
            options.AttentionHeads >= 1 && options.HiddenSize % options.AttentionHeads != 0
                ? $"{Record}.{nameof(options.HiddenSize)} is {options.HiddenSize}; expected a multiple of the number of attention heads, {options.AttentionHeads}."
                : null,
            options.MaxTokens > options.Positions
                ? $"{Record}.{nameof(options.MaxTokens)} is {options.MaxTokens}; expected at most the number of positions, {options.Positions}."
                : null,
        ];
        return problems.OfType<string>();
    }

    internal override TextTokenizer LearnTokenizer(EncoderOptions options, IEnumerable<string> texts) => WordPieceTokenizer.FromVocabulary(
        WordPieceTrainer.Train(texts, new() { VocabularySize = ((TransformerEncoderOptions)options).VocabularySize }));
}
