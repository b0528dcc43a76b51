using System.Collections.Immutable;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>What the families that are built like BERT differ in: names, parts, and what an absent key of <c>config.json</c> means. The defaults are BERT's.</summary>
internal sealed record BertLayout
{
    /// <summary>The <c>model_type</c>.</summary>
    internal required string Name { get; init; }

    /// <summary>What the tensors of the encoder begin with in a whole model.</summary>
    internal required string Prefix { get; init; }

    /// <summary>The reference implementation's class of a classifier.</summary>
    internal required string Architecture { get; init; }

    internal HeadKind Head { get; init; } = LinearHeadKind.Instance;

    /// <summary>The pooling of the reference implementation's classifier.</summary>
    internal Pooling Pooling { get; init; } = Pooling.FirstToken;

    internal TensorNameTable Names { get; init; } = BertNames.Usual;

    /// <summary>Keys that <c>config.json</c> calls otherwise than BERT's does; BERT's word is understood too.</summary>
    internal ImmutableArray<(string Usual, string Own)> Keys { get; init; } = [];

    /// <summary>The keys of the dropout before the classifier.</summary>
    internal ImmutableArray<string> ClassifierDropoutKeys { get; init; } = ["classifier_dropout", "hidden_dropout_prob"];

    internal double ClassifierDropout { get; init; } = 0.1;

    /// <summary>Whether the encoder has a dense layer with tanh on the first token.</summary>
    internal bool HasPooler { get; init; }

    /// <summary>Whether the two texts of a pair have vectors that tell them apart.</summary>
    internal bool HasTypes { get; init; } = true;

    /// <summary>Whether positions count the tokens that are no padding, from the padding's id + 1 on.</summary>
    internal bool PositionsFollowPadding { get; init; }

    /// <summary>Whether embeddings may have another size than the layers (<c>embedding_size</c>).</summary>
    internal bool HasEmbeddingSize { get; init; }

    /// <summary>Whether embeddings are projected to the layers' size even where they have it.</summary>
    internal bool AlwaysProjects { get; init; }

    /// <summary>Whether layers may share their weights (<c>num_hidden_groups</c>).</summary>
    internal bool SharesLayers { get; init; }

    /// <summary>The padding's id where it does not follow <c>pad_token_id</c>.</summary>
    internal int? FixedPaddingId { get; init; }

    internal int VocabularySize { get; init; } = 30522;

    internal int EmbeddingSize { get; init; } = 128;

    internal int HiddenSize { get; init; } = 768;

    internal int Layers { get; init; } = 12;

    internal int AttentionHeads { get; init; } = 12;

    internal int IntermediateSize { get; init; } = 3072;

    internal double Dropout { get; init; } = 0.1;

    internal string Activation { get; init; } = "gelu";

    internal int PaddingId { get; init; }

    /// <summary>The family's own word for a key of BERT's.</summary>
    internal string KeyOf(string usual) => Keys.FirstOrDefault(pair => pair.Usual == usual).Own ?? usual;
}
