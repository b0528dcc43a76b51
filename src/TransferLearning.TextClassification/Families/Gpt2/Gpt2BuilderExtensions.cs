using TransferLearning.TextClassification.Families.Gpt2;

namespace TransferLearning.TextClassification;

/// <summary>Chooses GPT-2 encoders.</summary>
public static class Gpt2BuilderExtensions
{
    /// <summary>Starts from a GPT-2 checkpoint.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="pretrained">The checkpoint.</param>
    /// <param name="options">Pooling, cut length and dropout; null leaves them to the checkpoint.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseGpt2Encoder(this TransferClassifierBuilder builder, PretrainedModel pretrained, Gpt2EncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(pretrained);
        return builder.UseEncoder(Gpt2Family.Instance, options ?? new(), pretrained);
    }
}
