using TransferLearning.TextClassification.Families.Cnn;

namespace TransferLearning.TextClassification;

/// <summary>Chooses convolutional networks.</summary>
public static class CnnBuilderExtensions
{
    /// <summary>Starts a convolutional network over words (Kim 2014) from scratch or from word vectors; its vocabulary is learnt from the training texts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Filters, words and word vectors; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseCnnEncoder(this TransferClassifierBuilder builder, CnnEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseEncoder(CnnFamily.Instance, options ?? new());
    }
}
