using TransferLearning.TextClassification;

namespace Quickstart;

/// <summary>Prints a line an epoch.</summary>
internal sealed class EpochLines : IProgress<TrainingProgress>
{
    private int lastEpoch;

    public void Report(TrainingProgress value)
    {
        if (value.Epoch != lastEpoch || value.Step == value.TotalSteps)
        {
            lastEpoch = value.Epoch;
            Console.WriteLine(FormattableString.Invariant(
                $"epoch {value.Epoch,2} of {value.TotalEpochs}  loss {value.SmoothedLoss:0.000}  {value.TextsPerSecond:0} texts/s  {value.TimeLeft.TotalSeconds:0} s left"));
        }
    }
}
