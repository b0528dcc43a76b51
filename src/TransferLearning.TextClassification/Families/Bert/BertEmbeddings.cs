using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>The sum of token, position and type vectors, normalised.</summary>
internal sealed class BertEmbeddings : nn.Module
{
    private readonly EmbeddingBlock tokens;
    private readonly EmbeddingBlock positions;
    private readonly EmbeddingBlock types;
    private readonly LayerNormBlock norm;
    private readonly double dropout;
    private readonly bool hasOneType;

    internal BertEmbeddings(BertConfiguration configuration)
        : base(nameof(BertEmbeddings))
    {
        int hidden = configuration.Shape.HiddenSize;
        dropout = configuration.Shape.HiddenDropout;
        hasOneType = configuration.TokenTypes == 1;
        tokens = new EmbeddingBlock(configuration.VocabularySize, hidden);
        positions = new EmbeddingBlock(configuration.Positions, hidden);
        types = new EmbeddingBlock(configuration.TokenTypes, hidden);
        norm = new LayerNormBlock(hidden, configuration.Shape.NormEpsilon);
        RegisterComponents();
    }

    internal Tensor Forward(TokenBatch batch, ForwardContext context) // [tokens, hidden]
    {
        Tensor typeIds = hasOneType ? batch.TypeIds.zeros_like() : batch.TypeIds; // such a checkpoint does not tell the texts of a pair apart
        if (context.Fused is { } fused && FusedPass.Supports((int)tokens.Weight.shape[1]))
        {
            return fused.Embed([(tokens, batch.TokenIds), (types, typeIds), (positions, batch.PositionIds)], norm, dropout, context);
        }

        Tensor sum = tokens.Forward(batch.TokenIds) + types.Forward(typeIds) + positions.Forward(batch.PositionIds);
        return context.Dropout(norm.Forward(sum), dropout);
    }
}
