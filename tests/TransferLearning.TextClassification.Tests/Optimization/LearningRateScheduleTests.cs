using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Optimization;

public class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule[] EveryKind =
    [
        LearningRateSchedule.Constant(),
        LearningRateSchedule.ConstantWithWarmup(warmupSteps: 7),
        LearningRateSchedule.Linear(1.0 / 3),
        LearningRateSchedule.Linear(),
        LearningRateSchedule.Cosine(0.06),
        LearningRateSchedule.Cosine(warmupSteps: 5, minimumRatio: 0.1),
        LearningRateSchedule.CosineWithRestarts(3, 0.1),
        LearningRateSchedule.Polynomial(2.5, 0.1, minimumRatio: 0.01),
        LearningRateSchedule.InverseSqrt(warmupSteps: 10),
        LearningRateSchedule.WarmupStableDecay(0.1),
        LearningRateSchedule.WarmupStableDecay(warmupSteps: 3, decaySteps: 11),
        LearningRateSchedule.SlantedTriangular(0.17, 0.002),
    ];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, EveryKind.Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_schedule_is_read_back_with_the_same_multipliers(int kind)
    {
        LearningRateSchedule schedule = EveryKind[kind];

        LearningRateSchedule read = LearningRateSchedule.FromJson(schedule.ToJson());

        Assert.Equal(schedule, read);
        Assert.Equal(Enumerable.Range(0, 120).Select(step => schedule.Multiplier(step, 101)), Enumerable.Range(0, 120).Select(step => read.Multiplier(step, 101)));
    }

    [Theory]
    [InlineData("""{"name":"triangular"}""", "There is no schedule 'triangular'.")]
    [InlineData("""{"name":"linear","cycles":2}""", "'linear' does not take all of the values given")]
    [InlineData("""{"name":"cosine","minimum_ratio":0.1}""", "it is {\"name\":\"cosine_with_min_lr\"")]
    [InlineData("""{"name":"linear","warmup_ratio":2}""", "'linear' cannot have these values: A warm-up ratio is a share")]
    [InlineData("""{"name":"linear","warmup":0.1}""", "warmup")]
    [InlineData("""{"warmup_ratio":0.1}""", "name")]
    [InlineData("null", "null")]
    [InlineData("linear", "'l'")]
    public void What_is_no_schedule_is_refused(string json, string problem) =>
        Assert.Contains(problem, Assert.ThrowsAny<JsonException>(() => LearningRateSchedule.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_warmup_ratio_is_rounded_up_to_whole_steps()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Linear(warmupRatio: 0.1);
        Assert.Equal(LearningRateSchedule.Linear(warmupSteps: 4).Multiplier(3, 31), schedule.Multiplier(3, 31));
        Assert.Equal(1, schedule.Multiplier(4, 31));
    }

    [Fact]
    public void Schedules_are_compared_by_value_and_name_what_was_chosen()
    {
        Assert.Equal(LearningRateSchedule.Linear(0.06), LearningRateSchedule.Linear(0.06));
        Assert.NotEqual(LearningRateSchedule.Linear(0.06), LearningRateSchedule.Linear(0.1));
        Assert.Equal("linear (warm-up 6 %)", LearningRateSchedule.Linear(0.06).ToString());
        Assert.Equal("constant", LearningRateSchedule.Constant().ToString());
        Assert.Equal("cosine_with_restarts (warm-up 5 steps, 3 cycles)", LearningRateSchedule.CosineWithRestarts(3, warmupSteps: 5).ToString());
    }

    [Fact]
    public void Impossible_values_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Linear(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Linear(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Linear(warmupSteps: -1));
        Assert.Throws<ArgumentException>(() => LearningRateSchedule.Linear(0.1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.CosineWithRestarts(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Polynomial(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(minimumRatio: 2));
    }
}
