using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The parts and settings of a pre-norm transformer layer: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed record PreNormParts
{
    /// <summary>Before the attention; null: the attention takes the input as it is.</summary>
    internal required LayerNormBlock? AttentionNorm { get; init; }

    /// <summary>Query, key and value in one projection.</summary>
    internal required LinearBlock QueryKeyValue { get; init; }

    internal required LinearBlock Output { get; init; }

    internal required LayerNormBlock OutputNorm { get; init; }

    /// <summary>The first layer of the feed-forward block; where it is gated, of both parts.</summary>
    internal required LinearBlock Inner { get; init; }

    internal required LinearBlock Outer { get; init; }

    internal required TransformerShape Shape { get; init; }

    internal required AttentionShape Attention { get; init; }

    /// <summary>Whether the activation is multiplied by a second part.</summary>
    internal bool IsGated { get; init; }

    /// <summary>Dropout behind the activation of a gated block.</summary>
    internal double InnerDropout { get; init; }

    /// <summary>Dropout behind the feed-forward block.</summary>
    internal double OuterDropout { get; init; }

    /// <summary>Whether such a layer can run by kernels.</summary>
    /// <param name="turns">Whether its heads are turned.</param>
    internal bool IsSupported(bool turns) => FusedPass.Supports(Shape) && (!turns || Attention.HeadSize % (2 * KernelVector.Width) == 0);
}
