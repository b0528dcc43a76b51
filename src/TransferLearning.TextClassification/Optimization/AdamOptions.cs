namespace TransferLearning.TextClassification;

/// <summary>Options of Adam (Kingma and Ba 2015, arXiv 1412.6980).</summary>
public sealed record AdamOptions
{
    /// <summary>The learning rate, which the schedule multiplies.</summary>
    /// <value>0.001 by default.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The L2 penalty: its product with the weight is added to the gradient. Biases and norms are spared.</summary>
    /// <value>0 by default.</value>
    public double WeightDecay { get; init; }

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
