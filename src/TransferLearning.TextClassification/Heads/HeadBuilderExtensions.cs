using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification;

/// <summary>Chooses heads.</summary>
public static class HeadBuilderExtensions
{
    /// <summary>Dropout and one linear layer on the text's vector.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseLinearHead(this TransferClassifierBuilder builder, LinearHeadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseHead(LinearHeadKind.Instance, options ?? new());
    }

    /// <summary>A multi-layer perceptron on the text's vector: dense layers with an activation, then a linear layer.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseMlpHead(this TransferClassifierBuilder builder, MlpHeadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseHead(MlpHeadKind.Instance, options ?? new());
    }

    /// <summary>Learnt weighted sums of the token vectors (Lin et al. 2017) and a linear layer on them; it stands in place of the encoder's pooling.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseAttentionHead(this TransferClassifierBuilder builder, AttentionHeadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseHead(AttentionHeadKind.Instance, options ?? new());
    }
}
