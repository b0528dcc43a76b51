using Microsoft.Extensions.Logging.Abstractions;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>Checkpoints that a training does not continue from, and folders that it does not write to.</summary>
public sealed class CheckpointStoreTests
{
    private static readonly CancellationToken NoStop = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, string> Subject = new() { ["labels"] = "high | low", ["training_rows"] = new string('x', 300) };

    public CheckpointStoreTests() => NativeBackend.EnsureLoaded();

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_and_stays()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Options(folder);
        Interrupt(options);

        Assert.Contains("differs in seed (42 there, 43 here); training_rows. Train with the settings", Refusal(options with { Seed = 43 }, new(Subject) { ["training_rows"] = new string('y', 300) }), StringComparison.Ordinal);
        Assert.Contains("differs in epochs (2 there, 3 here).", Refusal(options with { Epochs = 3 }, Subject), StringComparison.Ordinal);
        Assert.Contains("labels (high | low there, none here)", Refusal(options, new() { ["training_rows"] = Subject["training_rows"] }), StringComparison.Ordinal);
        Assert.Contains("differs in first_weights (", Refusal(options, Subject, weight: 1), StringComparison.Ordinal);

        using ScriptedObjective objective = new(16, 0.6);
        Assert.Equal(8, Trainer(options, Subject).Run(objective, null, NoStop).Steps.Count);
        Assert.Equal(4, objective.MicroBatches.Count);
    }

    [Theory]
    [InlineData(CheckpointStore.WeightsFile)]
    [InlineData(CheckpointStore.OptimizerFile)]
    public void A_damaged_checkpoint_is_refused(string file)
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Options(folder);
        Interrupt(options);
        string path = Path.Combine(folder.Path, CheckpointStore.FolderName, file);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Contains($"'{file}' was changed or cut off. Copy it again, or delete the folder", Refusal(options, Subject), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains($"'{file}' is missing", Refusal(options, Subject), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\":1,", "\"format\":2,", "the format 2; this version of the library reads 1")]
    [InlineData("\"epochs\":1,", "\"epochs\":2,", "2 epochs with 4 steps")]
    [InlineData("\"micro_batches\":", "\"micro\":", "lacks 'micro_batches'")]
    [InlineData("{\"format\"", "\"format\"", "not the record of a training's checkpoint")]
    public void A_record_that_is_none_is_refused(string text, string other, string problem)
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Options(folder);
        Interrupt(options);
        string path = Path.Combine(folder.Path, CheckpointStore.FolderName, CheckpointStore.RecordFile);
        string json = File.ReadAllText(path);
        Assert.Contains(text, json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace(text, other, StringComparison.Ordinal));

        Assert.Contains(problem, Refusal(options, Subject), StringComparison.Ordinal);
    }

    [Fact]
    public void One_training_at_a_time_uses_a_folder()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Options(folder);
        StorageException? refusal = null;
        using ScriptedObjective objective = new(16);

        Trainings.Trainer(options, 1e-3, new AfterStep(() => refusal ??= Assert.Throws<StorageException>(() => CheckpointStore.Open(folder.Path, Subject)))).Run(objective, null, NoStop);

        Assert.Contains("another training keeps its checkpoint there", refusal!.Message, StringComparison.Ordinal);
        CheckpointStore.Open(folder.Path, Subject).Dispose(); // the training has let go of it
    }

    [Fact]
    public void What_is_no_checkpoint_is_left_as_it_is()
    {
        using TemporaryFolder folder = new();
        string own = Path.Combine(folder.Path, CheckpointStore.FolderName, "notes.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(own)!);
        File.WriteAllText(own, "mine");

        Assert.Contains("something other than a training's checkpoint", Assert.Throws<StorageException>(() => CheckpointStore.Open(folder.Path, Subject)).Message, StringComparison.Ordinal);
        Assert.Contains("keep checkpoints there", Assert.Throws<StorageException>(() => CheckpointStore.Open(own, Subject)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(own));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_does_not_end_the_training()
    {
        using TemporaryFolder folder = new();
        using ListLogger log = new();
        string path = folder.File("checkpoints");
        using ScriptedObjective objective = new(16);
        Trainer trainer = new(Options(folder) with { CheckpointFolder = path }, Sgd, LearningRateSchedule.Constant(), [new AfterStep(Obstruct)], log);

        Assert.Equal(8, trainer.Run(objective, null, NoStop).Steps.Count);

        Assert.Contains("The checkpoint after epoch 1 was not written, and the training goes on: ", Assert.Single(log.Warnings), StringComparison.Ordinal);

        void Obstruct()
        {
            if (Directory.Exists(path))
            {
                Directory.Move(path, folder.File("away"));
                File.WriteAllText(path, string.Empty);
            }
        }
    }

    private static SgdKind Sgd => new(new() { LearningRate = 0.1, Momentum = 0.9 });

    private static TrainingOptions Options(TemporaryFolder folder) => Trainings.Options with { BatchSize = 4, CheckpointFolder = folder.Path };

    private static Trainer Trainer(TrainingOptions options, Dictionary<string, string> subject, params TrainingCallback[] callbacks) =>
        new(options, Sgd, LearningRateSchedule.Constant(), callbacks, NullLogger.Instance, subject);

    /// <summary>Leaves a checkpoint after the first of two epochs.</summary>
    private static void Interrupt(TrainingOptions options)
    {
        using ScriptedObjective objective = new(16, 0.5);
        Trainer(options, Subject, new StopAfter(4)).Run(objective, null, NoStop);
    }

    private static string Refusal(TrainingOptions options, Dictionary<string, string> subject, float weight = 0)
    {
        using ScriptedObjective objective = new(16, 0.5);
        ParameterInitialization.Constant(objective.Parameters().Single().Parameter, weight);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Trainer(options, subject).Run(objective, null, NoStop));
        Assert.StartsWith(Path.Combine(options.CheckpointFolder!, CheckpointStore.FolderName), exception.Message, StringComparison.Ordinal);
        Assert.Empty(objective.MicroBatches);
        return exception.Message;
    }
}
