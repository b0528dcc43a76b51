using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>Interrupts a training after a step.</summary>
internal sealed class StopAfter(int step) : TrainingCallback
{
    internal override TrainingCallbackRun Begin() => new Run(step);

    private sealed class Run(int last) : TrainingCallbackRun
    {
        internal override bool AfterStep(TrainingStepRecord step) => step.Step == last;
    }
}
