using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>Does something after every step.</summary>
internal sealed class AfterStep(Action action) : TrainingCallback
{
    internal override TrainingCallbackRun Begin() => new Run(action);

    private sealed class Run(Action action) : TrainingCallbackRun
    {
        internal override bool AfterStep(TrainingStepRecord step)
        {
            action();
            return false;
        }
    }
}
