using TransferLearning.TextClassification.Optimization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Optimization;

public class OptimizerKindTests
{
    [Fact]
    public void Every_mistake_in_the_options_is_listed()
    {
        Assert.Equal(
            [
                "AdamWOptions.LearningRate is -1; expected a number above 0.",
                "AdamWOptions.WeightDecay is NaN; expected a number of at least 0.",
                "AdamWOptions.Beta1 is 1; expected a number from 0 to below 1.",
            ],
            new AdamWKind(new() { LearningRate = -1, WeightDecay = double.NaN, Beta1 = 1 }).FindProblems());
        Assert.Equal(
            ["SgdOptions.Nesterov is true; it needs a Momentum above 0 and a Dampening of 0."],
            new SgdKind(new() { Nesterov = true }).FindProblems());
        Assert.Empty(new AdamWKind(new()).FindProblems());
        Assert.Empty(new AdamKind(new()).FindProblems());
        Assert.Empty(new SgdKind(new()).FindProblems());
    }

    [Fact]
    public void Options_are_written_as_JSON() => Assert.Equal(
        """{"learning_rate":5E-05,"weight_decay":0.01,"beta1":0.9,"beta2":0.999,"epsilon":1E-08,"ams_grad":false}""",
        new AdamWKind(new()).OptionsJson);
}
