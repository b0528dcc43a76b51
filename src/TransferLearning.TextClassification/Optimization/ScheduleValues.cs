using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>A schedule as it is written as JSON; the members are those of <see cref="LearningRateSchedule"/>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ScheduleValues
{
    public required string Name { get; init; }

    public double WarmupRatio { get; init; }

    public int? WarmupSteps { get; init; }

    public int Cycles { get; init; } = 1;

    public double Power { get; init; } = 1;

    public double MinimumRatio { get; init; }

    public double DecayRatio { get; init; }

    public int? DecaySteps { get; init; }

    internal static ScheduleValues Of(LearningRateSchedule schedule) => new()
    {
        Name = schedule.Name,
        WarmupRatio = schedule.WarmupRatio,
        WarmupSteps = schedule.WarmupSteps,
        Cycles = schedule.Cycles,
        Power = schedule.Power,
        MinimumRatio = schedule.MinimumRatio,
        DecayRatio = schedule.DecayRatio,
        DecaySteps = schedule.DecaySteps,
    };

    /// <summary>The schedule with these values.</summary>
    /// <exception cref="JsonException">There is no such curve, or it does not take the values.</exception>
    internal LearningRateSchedule ToSchedule()
    {
        LearningRateSchedule schedule;
        try
        {
            schedule = Make();
        }
        catch (ArgumentException exception)
        {
            throw new JsonException($"The schedule '{Name}' cannot have these values: {exception.Message}", exception);
        }

        return Of(schedule) == this ? schedule : throw new JsonException($"The schedule '{Name}' does not take all of the values given: with those that it takes it is {schedule.ToJson()}.");
    }

    private LearningRateSchedule Make() => Name switch
    {
        "constant" => LearningRateSchedule.Constant(),
        "constant_with_warmup" => LearningRateSchedule.ConstantWithWarmup(WarmupRatio, WarmupSteps),
        "linear" => LearningRateSchedule.Linear(WarmupRatio, WarmupSteps),
        "cosine" or "cosine_with_min_lr" => LearningRateSchedule.Cosine(WarmupRatio, WarmupSteps, MinimumRatio),
        "cosine_with_restarts" => LearningRateSchedule.CosineWithRestarts(Cycles, WarmupRatio, WarmupSteps),
        "polynomial" => LearningRateSchedule.Polynomial(Power, WarmupRatio, WarmupSteps, MinimumRatio),
        "inverse_sqrt" => LearningRateSchedule.InverseSqrt(WarmupRatio, WarmupSteps),
        "warmup_stable_decay" => LearningRateSchedule.WarmupStableDecay(WarmupRatio, WarmupSteps, DecayRatio, DecaySteps),
        "slanted_triangular" => LearningRateSchedule.SlantedTriangular(WarmupRatio, MinimumRatio),
        _ => throw new JsonException($"There is no schedule '{Name}'."),
    };
}
