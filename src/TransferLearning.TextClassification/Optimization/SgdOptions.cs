namespace TransferLearning.TextClassification;

/// <summary>Options of stochastic gradient descent, as PyTorch's <c>SGD</c>.</summary>
public sealed record SgdOptions
{
    /// <summary>The learning rate, which the schedule multiplies.</summary>
    /// <value>0.01 by default.</value>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The L2 penalty: its product with the weight is added to the gradient. Biases and norms are spared.</summary>
    /// <value>0 by default.</value>
    public double WeightDecay { get; init; }

    /// <summary>How much of the last step's direction is kept, from 0 to below 1.</summary>
    /// <value>0 by default.</value>
    public double Momentum { get; init; }

    /// <summary>How much less of the new gradient enters the momentum, from 0 to 1.</summary>
    /// <value>0 by default.</value>
    public double Dampening { get; init; }

    /// <summary>Whether the gradient is taken where the momentum leads; needs a momentum and no dampening.</summary>
    /// <value>False by default.</value>
    public bool Nesterov { get; init; }
}
