using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>The sum of token, position and type vectors, normalised, and projected to the layers' size where that is another.</summary>
internal sealed class BertEmbeddings : nn.Module
{
    private readonly EmbeddingBlock tokens;
    private readonly EmbeddingBlock positions;
    private readonly EmbeddingBlock? types;
    private readonly LayerNormBlock norm;
    private readonly LinearBlock? projection;
    private readonly BertConfiguration configuration;

    internal BertEmbeddings(BertConfiguration configuration)
        : base(nameof(BertEmbeddings))
    {
        this.configuration = configuration;
        int size = configuration.EmbeddingSize;
        tokens = new EmbeddingBlock(configuration.VocabularySize, size);
        positions = new EmbeddingBlock(configuration.PositionRows, size);
        types = configuration.TokenTypes > 0 ? new EmbeddingBlock(configuration.TokenTypes, size) : null;
        norm = new LayerNormBlock(size, configuration.Shape.NormEpsilon);
        projection = configuration.HasProjection ? new LinearBlock(size, configuration.Shape.HiddenSize) : null;
        RegisterComponents();
    }

    internal Tensor Forward(TokenBatch batch, ForwardContext context) // [tokens, hidden]
    {
        Tensor typeIds = configuration.TokenTypes == 1 ? batch.TypeIds.zeros_like() : batch.TypeIds; // with one type the texts of a pair are not told apart
        Tensor positionIds = configuration.PositionsFollowPadding ? PositionsAfterPadding(batch) : batch.PositionIds;
        Tensor normed = Sum(typeIds, positionIds, batch, context);
        return projection is null ? normed : projection.Forward(normed, context);
    }

    private Tensor Sum(Tensor typeIds, Tensor positionIds, TokenBatch batch, ForwardContext context)
    {
        double dropout = configuration.Shape.HiddenDropout;
        if (context.Fused is { } fused && FusedPass.Supports(configuration.EmbeddingSize))
        {
            return fused.Embed(
                types is null ? [(tokens, batch.TokenIds), (positions, positionIds)] : [(tokens, batch.TokenIds), (types, typeIds), (positions, positionIds)], norm, dropout, context);
        }

        Tensor sum = tokens.Forward(batch.TokenIds);
        if (types is not null)
        {
            sum += types.Forward(typeIds);
        }

        return context.Dropout(norm.Forward(sum + positions.Forward(positionIds)), dropout);
    }

    /// <summary>A text may hold the padding token as a word; it has the padding's position and is not counted.</summary>
    private Tensor PositionsAfterPadding(TokenBatch batch)
    {
        Tensor counts = batch.TokenIds.ne(configuration.PaddingId).to(ScalarType.Int64); // [tokens]
        Tensor before = counts.cumsum(0) - counts;
        Tensor firstTokens = arange(batch.TokenCount, ScalarType.Int64, batch.Device) - batch.PositionIds;
        return ((before - before.index_select(0, firstTokens) + 1) * counts) + configuration.PaddingId;
    }
}
