using System.Text.Json;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>AdamW with its options.</summary>
internal sealed class AdamWKind(AdamWOptions options) : OptimizerKind
{
    internal const double PretrainedRate = 5e-5;

    public override string Name => "adamw";

    public override double LearningRate => options.LearningRate ?? PretrainedRate;

    public override string OptionsJson => JsonSerializer.Serialize(options with { LearningRate = LearningRate }, OptimizerOptionsJson.Default.AdamWOptions);

    public override IEnumerable<string> FindProblems() =>
    [
        .. OptimizerProblems.Positive("AdamWOptions.LearningRate", LearningRate),
        .. OptimizerProblems.NotNegative("AdamWOptions.WeightDecay", options.WeightDecay),
        .. OptimizerProblems.Decay("AdamWOptions.Beta1", options.Beta1),
        .. OptimizerProblems.Decay("AdamWOptions.Beta2", options.Beta2),
        .. OptimizerProblems.NotNegative("AdamWOptions.Epsilon", options.Epsilon),
    ];

    internal override OptimizerKind WithUsualRate(double rate) => options.LearningRate is null ? new AdamWKind(options with { LearningRate = rate }) : this;

    public override ParameterOptimizer Create(IReadOnlyList<ParameterGroup> groups) => new AdamOptimizer(groups, options, decoupledDecay: true);
}
