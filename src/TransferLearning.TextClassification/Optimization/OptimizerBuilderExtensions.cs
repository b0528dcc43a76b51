using TransferLearning.TextClassification.Optimization;

namespace TransferLearning.TextClassification;

/// <summary>Chooses optimizers.</summary>
public static class OptimizerBuilderExtensions
{
    /// <summary>AdamW: Adam whose weight decay acts on the weights.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes their defaults (learning rate 5e-5).</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseAdamW(this TransferClassifierBuilder builder, AdamWOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseOptimizer(new AdamWKind(options ?? new()));
    }

    /// <summary>Adam, whose weight decay acts on the gradient.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes their defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseAdam(this TransferClassifierBuilder builder, AdamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseOptimizer(new AdamKind(options ?? new()));
    }

    /// <summary>Stochastic gradient descent.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Its options; null takes their defaults.</param>
    /// <returns>The builder.</returns>
    public static TransferClassifierBuilder UseSgd(this TransferClassifierBuilder builder, SgdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseOptimizer(new SgdKind(options ?? new()));
    }
}
