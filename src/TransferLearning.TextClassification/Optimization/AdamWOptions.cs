namespace TransferLearning.TextClassification;

/// <summary>Options of AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101): Adam whose weight decay acts on the weights, not on the gradient.</summary>
public sealed record AdamWOptions
{
    /// <summary>The learning rate, which the schedule multiplies.</summary>
    /// <value>Null by default: 5e-5 for a pretrained transformer; an encoder that starts from scratch has its own (see <see cref="TrainingDefaults"/>).</value>
    public double? LearningRate { get; init; }

    /// <summary>What each weight loses in a step, as a share of itself times the learning rate. Biases and norms are spared.</summary>
    /// <value>0.01 by default.</value>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The decay of the mean of the gradients, from 0 to below 1.</summary>
    /// <value>0.9 by default.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the mean of the squared gradients, from 0 to below 1.</summary>
    /// <value>0.999 by default.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What is added to the denominator.</summary>
    /// <value>1e-8 by default.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Whether the largest mean of the squared gradients so far is divided by (Reddi et al. 2018).</summary>
    /// <value>False by default.</value>
    public bool AmsGrad { get; init; }
}
