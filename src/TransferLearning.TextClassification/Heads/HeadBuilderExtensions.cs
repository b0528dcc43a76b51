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
}
