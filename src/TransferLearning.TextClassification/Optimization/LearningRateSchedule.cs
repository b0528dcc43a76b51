using System.Globalization;
using System.Text.Json;
using TransferLearning.TextClassification.Optimization;

namespace TransferLearning.TextClassification;

/// <summary>
/// How the learning rate changes from step to step, with the curves of the <c>transformers</c> library. Each schedule multiplies the optimizer's learning rate.
/// Where a warm-up may be given, it is a share of all steps (rounded up) or a number of steps, not both; during it the rate rises from 0 in a line.
/// </summary>
public sealed record LearningRateSchedule
{
    private LearningRateSchedule(string name, double warmupRatio = 0, int? warmupSteps = null)
    {
        if (warmupRatio is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(warmupRatio), warmupRatio, "A warm-up ratio is a share of all steps, from 0 to 1.");
        }

        if (warmupSteps is int steps)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(steps, nameof(warmupSteps));
            if (warmupRatio != 0)
            {
                throw new ArgumentException("Give a warm-up ratio or a number of warm-up steps, not both.", nameof(warmupSteps));
            }
        }

        Name = name;
        WarmupRatio = warmupRatio;
        WarmupSteps = warmupSteps;
    }

    /// <summary>The name of the curve, as <c>transformers</c> writes it: <c>linear</c>, <c>cosine_with_restarts</c>, …</summary>
    public string Name { get; }

    /// <summary>The share of all steps that the warm-up takes, from 0 to 1; for <c>slanted_triangular</c> the share in which the rate rises.</summary>
    public double WarmupRatio { get; }

    /// <summary>The number of warm-up steps, or null where <see cref="WarmupRatio"/> says it.</summary>
    public int? WarmupSteps { get; }

    /// <summary>How often a cosine with restarts runs down; 1 for the others.</summary>
    public int Cycles { get; private init; } = 1;

    /// <summary>The exponent of a polynomial; 1 for the others.</summary>
    public double Power { get; private init; } = 1;

    /// <summary>The share of the learning rate that remains in the end: 0 unless it was given.</summary>
    public double MinimumRatio { get; private init; }

    /// <summary>The share of all steps in which <c>warmup_stable_decay</c> falls; 0 for the others.</summary>
    public double DecayRatio { get; private init; }

    /// <summary>The number of steps in which <c>warmup_stable_decay</c> falls, or null where <see cref="DecayRatio"/> says it.</summary>
    public int? DecaySteps { get; private init; }

    /// <summary>The same rate in every step.</summary>
    /// <returns>The schedule <c>constant</c>.</returns>
    public static LearningRateSchedule Constant() => new("constant");

    /// <summary>A warm-up, then the same rate in every step.</summary>
    /// <param name="warmupRatio">The share of all steps that the warm-up takes.</param>
    /// <param name="warmupSteps">The number of warm-up steps, in place of a ratio.</param>
    /// <returns>The schedule <c>constant_with_warmup</c>.</returns>
    public static LearningRateSchedule ConstantWithWarmup(double warmupRatio = 0, int? warmupSteps = null) => new("constant_with_warmup", warmupRatio, warmupSteps);

    /// <summary>A warm-up, then a line down to 0.</summary>
    /// <param name="warmupRatio">The share of all steps that the warm-up takes.</param>
    /// <param name="warmupSteps">The number of warm-up steps, in place of a ratio.</param>
    /// <returns>The schedule <c>linear</c>.</returns>
    public static LearningRateSchedule Linear(double warmupRatio = 0, int? warmupSteps = null) => new("linear", warmupRatio, warmupSteps);

    /// <summary>A warm-up, then half a cosine wave down to 0, or to <paramref name="minimumRatio"/> of the rate.</summary>
    /// <param name="warmupRatio">The share of all steps that the warm-up takes.</param>
    /// <param name="warmupSteps">The number of warm-up steps, in place of a ratio.</param>
    /// <param name="minimumRatio">The share of the learning rate that remains in the end.</param>
    /// <returns>The schedule <c>cosine</c>, or <c>cosine_with_min_lr</c> where something remains.</returns>
    public static LearningRateSchedule Cosine(double warmupRatio = 0, int? warmupSteps = null, double minimumRatio = 0) =>
        new(minimumRatio == 0 ? "cosine" : "cosine_with_min_lr", warmupRatio, warmupSteps) { MinimumRatio = Share(minimumRatio, nameof(minimumRatio)) };

    /// <summary>A warm-up, then half a cosine wave down to 0 several times, each time from the full rate.</summary>
    /// <param name="cycles">How often; at least 1.</param>
    /// <param name="warmupRatio">The share of all steps that the warm-up takes.</param>
    /// <param name="warmupSteps">The number of warm-up steps, in place of a ratio.</param>
    /// <returns>The schedule <c>cosine_with_restarts</c>.</returns>
    public static LearningRateSchedule CosineWithRestarts(int cycles, double warmupRatio = 0, int? warmupSteps = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cycles, 1);
        return new("cosine_with_restarts", warmupRatio, warmupSteps) { Cycles = cycles };
    }

    /// <summary>A warm-up, then a power of the share of the steps that are left.</summary>
    /// <param name="power">The exponent, above 0; 1 is a line.</param>
    /// <param name="warmupRatio">The share of all steps that the warm-up takes.</param>
    /// <param name="warmupSteps">The number of warm-up steps, in place of a ratio.</param>
    /// <param name="minimumRatio">The share of the learning rate that remains in the end (<c>transformers</c>: <c>lr_end</c> divided by the learning rate).</param>
    /// <returns>The schedule <c>polynomial</c>.</returns>
    public static LearningRateSchedule Polynomial(double power, double warmupRatio = 0, int? warmupSteps = null, double minimumRatio = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(power);
        return new("polynomial", warmupRatio, warmupSteps) { Power = power, MinimumRatio = Share(minimumRatio, nameof(minimumRatio)) };
    }

    /// <summary>A warm-up, then the rate falls with the root of the step; without a warm-up on a scale of 10,000 steps.</summary>
    /// <param name="warmupRatio">The share of all steps that the warm-up takes.</param>
    /// <param name="warmupSteps">The number of warm-up steps, in place of a ratio.</param>
    /// <returns>The schedule <c>inverse_sqrt</c>.</returns>
    public static LearningRateSchedule InverseSqrt(double warmupRatio = 0, int? warmupSteps = null) => new("inverse_sqrt", warmupRatio, warmupSteps);

    /// <summary>A warm-up, the full rate, and at the end half a cosine wave down to 0.</summary>
    /// <param name="warmupRatio">The share of all steps that the warm-up takes.</param>
    /// <param name="warmupSteps">The number of warm-up steps, in place of a ratio.</param>
    /// <param name="decayRatio">The share of all steps in which the rate falls, rounded up.</param>
    /// <param name="decaySteps">The number of steps in which the rate falls, in place of a ratio.</param>
    /// <returns>The schedule <c>warmup_stable_decay</c>.</returns>
    public static LearningRateSchedule WarmupStableDecay(double warmupRatio = 0, int? warmupSteps = null, double decayRatio = 0.2, int? decaySteps = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decaySteps ?? 0, nameof(decaySteps));
        return new("warmup_stable_decay", warmupRatio, warmupSteps)
        {
            DecayRatio = decaySteps is null ? Share(decayRatio, nameof(decayRatio)) : 0,
            DecaySteps = decaySteps,
        };
    }

    /// <summary>A short line up and a long line down (Howard and Ruder 2018, arXiv 1801.06146), from and to <paramref name="minimumRatio"/> of the rate.</summary>
    /// <param name="warmupRatio">The share of all steps in which the rate rises, rounded down (the paper's <c>cut_frac</c>); above 0, below 1.</param>
    /// <param name="minimumRatio">The lowest share of the learning rate (1 divided by the paper's <c>ratio</c>).</param>
    /// <returns>The schedule <c>slanted_triangular</c>.</returns>
    public static LearningRateSchedule SlantedTriangular(double warmupRatio = 0.1, double minimumRatio = 1.0 / 32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(warmupRatio);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(warmupRatio, 1);
        return new("slanted_triangular", warmupRatio) { MinimumRatio = Share(minimumRatio, nameof(minimumRatio)) };
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>The schedule, equal to the one that was written.</returns>
    /// <exception cref="JsonException">The text is no schedule, names a curve that is not known, or gives a curve a value that it does not take.</exception>
    public static LearningRateSchedule FromJson(string json) =>
        (JsonSerializer.Deserialize(json, OptimizerOptionsJson.Default.ScheduleValues) ?? throw new JsonException("The schedule is null; an object is expected.")).ToSchedule();

    /// <summary>The schedule as JSON: the curve and all of its parameters, without loss.</summary>
    /// <returns>An object with the members of this type in <c>snake_case</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(ScheduleValues.Of(this), OptimizerOptionsJson.Default.ScheduleValues);

    /// <summary>The name and what was chosen of its parameters.</summary>
    /// <returns>Such as <c>linear (warm-up 6 %)</c>.</returns>
    public override string ToString()
    {
        string[] parts =
        [
            .. WarmupSteps is int steps ? [Invariant($"warm-up {steps} steps")] : WarmupRatio > 0 ? [Invariant($"warm-up {100 * WarmupRatio:0.##} %")] : (string[])[],
            .. Cycles != 1 ? [Invariant($"{Cycles} cycles")] : (string[])[],
            .. Power != 1 ? [Invariant($"power {Power:0.###}")] : (string[])[],
            .. MinimumRatio != 0 ? [Invariant($"minimum {100 * MinimumRatio:0.####} %")] : (string[])[],
            .. DecaySteps is int decay ? [Invariant($"decay {decay} steps")] : DecayRatio > 0 ? [Invariant($"decay {100 * DecayRatio:0.##} %")] : (string[])[],
        ];
        return parts.Length == 0 ? Name : $"{Name} ({string.Join(", ", parts)})";
    }

    /// <summary>What the learning rate is multiplied by in a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="totalSteps">The number of steps of the training.</param>
    internal double Multiplier(int step, int totalSteps) => ScheduleCurves.Multiplier(this, step, totalSteps);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected a share, from 0 to 1.");
}
