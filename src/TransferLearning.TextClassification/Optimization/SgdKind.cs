using System.Text.Json;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>Stochastic gradient descent with its options.</summary>
internal sealed class SgdKind(SgdOptions options) : OptimizerKind
{
    public override string Name => "sgd";

    public override double LearningRate => options.LearningRate;

    public override string OptionsJson => JsonSerializer.Serialize(options, OptimizerOptionsJson.Default.SgdOptions);

    public override IEnumerable<string> FindProblems() =>
    [
        .. OptimizerProblems.Positive("SgdOptions.LearningRate", options.LearningRate),
        .. OptimizerProblems.NotNegative("SgdOptions.WeightDecay", options.WeightDecay),
        .. OptimizerProblems.Decay("SgdOptions.Momentum", options.Momentum),
        .. OptimizerProblems.Share("SgdOptions.Dampening", options.Dampening),
        .. options.Nesterov && (options.Momentum == 0 || options.Dampening != 0)
            ? (string[])["SgdOptions.Nesterov is true; it needs a Momentum above 0 and a Dampening of 0."]
            : [],
    ];

    public override ParameterOptimizer Create(IReadOnlyList<ParameterGroup> groups) => new SgdOptimizer(groups, options);
}
