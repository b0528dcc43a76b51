using Xunit;

namespace TransferLearning.TextClassification.Tests.Optimization;

public class LearningRateScheduleTests
{
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
