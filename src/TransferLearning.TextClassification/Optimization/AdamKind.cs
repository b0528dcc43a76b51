using System.Text.Json;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>Adam with its options.</summary>
internal sealed class AdamKind(AdamOptions options) : OptimizerKind
{
    public override string Name => "adam";

    public override double LearningRate => options.LearningRate;

    public override string OptionsJson => JsonSerializer.Serialize(options, OptimizerOptionsJson.Default.AdamOptions);

    public override IEnumerable<string> FindProblems() =>
    [
        .. OptimizerProblems.Positive("AdamOptions.LearningRate", options.LearningRate),
        .. OptimizerProblems.NotNegative("AdamOptions.WeightDecay", options.WeightDecay),
        .. OptimizerProblems.Decay("AdamOptions.Beta1", options.Beta1),
        .. OptimizerProblems.Decay("AdamOptions.Beta2", options.Beta2),
        .. OptimizerProblems.NotNegative("AdamOptions.Epsilon", options.Epsilon),
    ];

    public override ParameterOptimizer Create(IReadOnlyList<ParameterGroup> groups) => new AdamOptimizer(
        groups,
        new AdamWOptions
        {
            LearningRate = options.LearningRate,
            WeightDecay = options.WeightDecay,
            Beta1 = options.Beta1,
            Beta2 = options.Beta2,
            Epsilon = options.Epsilon,
            AmsGrad = options.AmsGrad,
        },
        decoupledDecay: false);
}
