using TransferLearning.TextClassification.Families.Bert;

namespace TransferLearning.TextClassification;

/// <summary>Chooses BERT encoders.</summary>
public static class BertBuilderExtensions
{
    /// <summary>Starts from a BERT checkpoint.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="pretrained">The checkpoint.</param>
    /// <param name="options">Pooling, cut length and dropout; null leaves them to the checkpoint.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseBertEncoder(this TransferClassifierBuilder builder, PretrainedModel pretrained, BertEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(pretrained);
        return builder.UseEncoder(BertFamily.Instance, options ?? new(), pretrained);
    }

    /// <summary>Starts a BERT from scratch: new weights, a vocabulary learnt from the training texts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its sizes.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseBertEncoder(this TransferClassifierBuilder builder, BertEncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseEncoder(BertFamily.Instance, options);
    }
}
