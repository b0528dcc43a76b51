using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.DebertaV2;

/// <summary>The sum of token vectors and, where the configuration has them, of position and type vectors, brought to the layers' size and normalised.</summary>
internal sealed class DebertaV2Embeddings : nn.Module
{
    private readonly EmbeddingBlock tokens;
    private readonly EmbeddingBlock? positions;
    private readonly EmbeddingBlock? types;
    private readonly LinearBlock? projection;
    private readonly LayerNormBlock norm;
    private readonly double dropout;
    private readonly bool hasOneType;

    internal DebertaV2Embeddings(DebertaV2Configuration configuration)
        : base(nameof(DebertaV2Embeddings))
    {
        (int size, int hidden) = (configuration.EmbeddingSize, configuration.Shape.HiddenSize);
        dropout = configuration.Shape.HiddenDropout;
        hasOneType = configuration.TokenTypes == 1;
        tokens = new EmbeddingBlock(configuration.VocabularySize, size);
        positions = configuration.HasPositionTable ? new EmbeddingBlock(configuration.Positions, size) : null;
        types = configuration.TokenTypes > 0 ? new EmbeddingBlock(configuration.TokenTypes, size) : null;
        projection = size != hidden ? new LinearBlock(size, hidden, hasBias: false) : null;
        norm = new LayerNormBlock(hidden, configuration.Shape.NormEpsilon);
        RegisterComponents();
    }

    internal Tensor Forward(TokenBatch batch, ForwardContext context) // [tokens, hidden]
    {
        Tensor sum = tokens.Forward(batch.TokenIds);
        if (positions is not null)
        {
            sum += positions.Forward(batch.PositionIds);
        }

        if (types is not null)
        {
            sum += types.Forward(hasOneType ? batch.TypeIds.zeros_like() : batch.TypeIds); // with one type the texts of a pair are not told apart
        }

        return context.Dropout(norm.Forward(projection is null ? sum : projection.Forward(sum, context)), dropout);
    }
}
