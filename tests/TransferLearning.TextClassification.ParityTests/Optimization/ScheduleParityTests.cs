using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Optimization;

public class ScheduleParityTests
{
    [Fact]
    public void Every_schedule_equals_the_reference_in_every_step()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("goldens", "schedules.json")));
        Assert.Equal(56, golden.RootElement.GetArrayLength());
        foreach (JsonElement curve in golden.RootElement.EnumerateArray())
        {
            LearningRateSchedule schedule = Read(curve);
            int total = curve.GetProperty("total").GetInt32();
            int step = 0;
            Assert.Equal(curve.GetProperty("name").GetString(), schedule.Name);
            foreach (JsonElement expected in curve.GetProperty("multiplier").EnumerateArray())
            {
                double actual = schedule.Multiplier(step, total);
                Assert.True(Math.Abs(actual - expected.GetDouble()) <= 1e-12, $"{schedule}, step {step} of {total}: {actual}, expected {expected}");
                step++;
            }
        }
    }

    private static LearningRateSchedule Read(JsonElement curve)
    {
        int warmup = curve.TryGetProperty("warmup", out JsonElement steps) ? steps.GetInt32() : 0;
        return curve.GetProperty("name").GetString() switch
        {
            "constant" => LearningRateSchedule.Constant(),
            "constant_with_warmup" => LearningRateSchedule.ConstantWithWarmup(warmupSteps: warmup),
            "linear" => LearningRateSchedule.Linear(warmupSteps: warmup),
            "cosine" => LearningRateSchedule.Cosine(warmupSteps: warmup),
            "cosine_with_min_lr" => LearningRateSchedule.Cosine(warmupSteps: warmup, minimumRatio: curve.GetProperty("min_lr_rate").GetDouble()),
            "cosine_with_restarts" => LearningRateSchedule.CosineWithRestarts(curve.GetProperty("num_cycles").GetInt32(), warmupSteps: warmup),
            "polynomial" => LearningRateSchedule.Polynomial(curve.GetProperty("power").GetDouble(), warmupSteps: warmup, minimumRatio: curve.GetProperty("lr_end").GetDouble()),
            "inverse_sqrt" => LearningRateSchedule.InverseSqrt(warmupSteps: warmup),
            "warmup_stable_decay" => LearningRateSchedule.WarmupStableDecay(warmupSteps: warmup, decaySteps: curve.GetProperty("num_decay_steps").GetInt32()),
            "slanted_triangular" => LearningRateSchedule.SlantedTriangular(curve.GetProperty("cut_fraction").GetDouble(), 1 / curve.GetProperty("ratio").GetDouble()),
            string name => throw new InvalidOperationException(name),
            null => throw new InvalidOperationException("A schedule without a name."),
        };
    }
}
