using System.Diagnostics;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

public sealed class TrainingProgressTests
{
    [Fact]
    public void A_history_with_an_infinite_loss_is_written_and_read()
    {
        TrainingHistory history = new()
        {
            Steps = [], Validations = [new() { Step = 1, Epoch = 1, Loss = double.PositiveInfinity }], TrainSeconds = 1, TextsPerSecond = double.NaN, StoppedEarly = false,
        };
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File(TrainingRecordFile.FileName), new TrainingRecordFile { History = history }.ToJson());

        Assert.Equivalent(history, TrainingHistory.FromJson(history.ToJson()), strict: true);
        Assert.Equivalent(history, TrainingRecordFile.Read(folder.Path).History, strict: true);
    }

    [Fact]
    public void Progress_comes_at_most_ten_times_a_second_and_ends_with_the_last_step()
    {
        NativeBackend.EnsureLoaded();
        using ScriptedObjective objective = new(64, 0.5, 0.6)
        {
            Loss = _ =>
            {
                Thread.Sleep(7);
                return 1;
            },
        };
        Recorder recorder = new();
        Trainings.Trainer(Trainings.Options with { BatchSize = 1 }).Run(objective, recorder, TestContext.Current.CancellationToken);

        Assert.InRange(recorder.Reports.Count, 3, 40);
        Assert.All(recorder.Reports.Zip(recorder.Reports.Skip(1)), pair => Assert.True(Stopwatch.GetElapsedTime(pair.First.Time, pair.Second.Time).TotalMilliseconds >= 99));
        TrainingProgress last = recorder.Reports[^1].Progress;
        Assert.Equal((128, 128, 2, TimeSpan.Zero), (last.Step, last.TotalSteps, last.Epoch, last.TimeLeft));
        Assert.Equal(2, recorder.Reports.Count(report => report.Progress.Validation is not null));
        Assert.Equal(1, last.SmoothedLoss, 6);
    }

    [Fact]
    public void A_history_is_read_again_from_its_json()
    {
        TrainingHistory history = new()
        {
            Steps = [new() { Step = 1, Loss = 0.5, LearningRate = 1e-4, GradientNorm = 2 }],
            Validations = [new() { Step = 1, Epoch = 1, Loss = 0.4, Accuracy = 0.9 }],
            TrainSeconds = 3,
            TextsPerSecond = 100,
            StoppedEarly = true,
            BestStep = 1,
        };

        Assert.Equivalent(history, TrainingHistory.FromJson(history.ToJson()), strict: true);
        Assert.Contains("\"gradient_norm\":2", history.ToJson(), StringComparison.Ordinal);
    }

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        internal List<(long Time, TrainingProgress Progress)> Reports { get; } = [];

        public void Report(TrainingProgress value) => Reports.Add((Stopwatch.GetTimestamp(), value));
    }
}
