using TransferLearning.TextClassification.Families.Rnn;

namespace TransferLearning.TextClassification;

/// <summary>Chooses recurrent networks.</summary>
public static class RnnBuilderExtensions
{
    /// <summary>Starts a recurrent network over words (LSTM or GRU) from scratch or from word vectors; its vocabulary is learnt from the training texts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Cell, sizes, pooling, words and word vectors; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseRnnEncoder(this TransferClassifierBuilder builder, RnnEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseEncoder(RnnFamily.Instance, options ?? new());
    }
}
