using TransferLearning.TextClassification.Losses;

namespace TransferLearning.TextClassification;

/// <summary>Chooses losses.</summary>
public static class LossBuilderExtensions
{
    /// <summary>Cross entropy, for exactly one label a text.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseCrossEntropyLoss(this TransferClassifierBuilder builder, CrossEntropyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseLoss(new CrossEntropyKind(options ?? new()));
    }

    /// <summary>Cross entropy of each label by itself, for any number of labels a text.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes the defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseBinaryCrossEntropyLoss(this TransferClassifierBuilder builder, BinaryCrossEntropyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseLoss(new BinaryCrossEntropyKind(options ?? new()));
    }

    /// <summary>The mean squared error, for numbers.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseMeanSquaredErrorLoss(this TransferClassifierBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseLoss(new MeanSquaredErrorKind());
    }
}
