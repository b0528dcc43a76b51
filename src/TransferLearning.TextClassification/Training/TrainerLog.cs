using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Training;

/// <summary>The messages of a training.</summary>
internal static partial class TrainerLog
{
    [LoggerMessage(1, LogLevel.Information, "Training on {Device}: {Rows} rows, {Epochs} epochs, {Steps} steps, schedule {Schedule}, seed {Seed}")]
    internal static partial void Started(ILogger logger, string device, int rows, int epochs, int steps, LearningRateSchedule schedule, long seed);

    [LoggerMessage(2, LogLevel.Debug, "Step {Step} of {Steps}: loss {Loss:0.0000}, gradient norm {GradientNorm:0.000}, learning rate {LearningRate:0.00e+0}")]
    internal static partial void Stepped(ILogger logger, int step, int steps, double loss, double gradientNorm, double learningRate);

    [LoggerMessage(3, LogLevel.Information, "Epoch {Epoch} of {Epochs}: training loss {Loss:0.0000}, {TextsPerSecond:0} texts/s")]
    internal static partial void EpochEnded(ILogger logger, int epoch, int epochs, double loss, double textsPerSecond);

    [LoggerMessage(4, LogLevel.Information, "Validation after step {Step}: loss {Loss:0.0000}, accuracy {Accuracy:0.0000}, macro F1 {MacroF1:0.0000}, best so far: {IsBest}")]
    internal static partial void Validated(ILogger logger, int step, double loss, double? accuracy, double? macroF1, bool isBest);

    [LoggerMessage(5, LogLevel.Information, "Stopped early after step {Step} of {Steps}")]
    internal static partial void StoppedEarly(ILogger logger, int step, int steps);

    [LoggerMessage(6, LogLevel.Information, "The weights of step {Step}, the best validation, are put back")]
    internal static partial void Restored(ILogger logger, int step);

    [LoggerMessage(7, LogLevel.Information, "Trained in {Seconds:0.0} s, {TextsPerSecond:0} texts/s")]
    internal static partial void Finished(ILogger logger, double seconds, double textsPerSecond);

    [LoggerMessage(8, LogLevel.Information, "Step {Step} was left out: a gradient does not fit float16. The loss is now multiplied by {Scale}")]
    internal static partial void LeftOut(ILogger logger, int step, double scale);

    [LoggerMessage(9, LogLevel.Information, "Continued from {Folder}: {Epochs} epochs ({Steps} steps) are done")]
    internal static partial void Continued(ILogger logger, string folder, int epochs, int steps);

    [LoggerMessage(10, LogLevel.Debug, "Checkpoint written to {Folder} after epoch {Epoch}")]
    internal static partial void CheckpointWritten(ILogger logger, string folder, int epoch);

    [LoggerMessage(11, LogLevel.Warning, "The checkpoint after epoch {Epoch} was not written, and the training goes on: {Problem}")]
    internal static partial void CheckpointNotWritten(ILogger logger, int epoch, string problem);
}
