using TransferLearning.TextClassification.Families.Transformer;

namespace TransferLearning.TextClassification;

/// <summary>Chooses plain transformer encoders.</summary>
public static class TransformerBuilderExtensions
{
    /// <summary>Starts a plain transformer encoder (Vaswani et al. 2017) from scratch; its word pieces are learnt from the training texts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its sizes and pooling; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseTransformerEncoder(this TransferClassifierBuilder builder, TransformerEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseEncoder(TransformerFamily.Instance, options ?? new());
    }
}
