namespace TransferLearning.TextClassification.Training;

/// <summary>Ends a training in time when it is asked to: the step under way is finished and the best so far is kept.</summary>
internal sealed class SoftStop(CancellationToken stop) : TrainingCallback
{
    internal override TrainingCallbackRun Begin() => new Run(stop);

    private sealed class Run(CancellationToken stop) : TrainingCallbackRun
    {
        internal override bool AfterStep(TrainingStepRecord step) => stop.IsCancellationRequested;
    }
}
