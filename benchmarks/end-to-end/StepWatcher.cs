using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Calls back after every step of a training.</summary>
internal sealed class StepWatcher(Action afterStep) : TrainingCallback
{
    internal override TrainingCallbackRun Begin() => new Run(afterStep);

    private sealed class Run(Action afterStep) : TrainingCallbackRun
    {
        internal override bool AfterStep(TrainingStepRecord step)
        {
            afterStep();
            return false;
        }
    }
}
