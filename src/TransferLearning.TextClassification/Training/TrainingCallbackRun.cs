namespace TransferLearning.TextClassification.Training;

/// <summary>A callback during one run. Each method may ask for the end of the training by returning true.</summary>
/// <remarks>Who asks after a step interrupts a training, which may be continued; who asks after a validation has decided by its figures that the training is complete.</remarks>
internal abstract class TrainingCallbackRun
{
    /// <summary>Called after every step.</summary>
    internal virtual bool AfterStep(TrainingStepRecord step) => false;

    /// <summary>Called after every validation; where an earlier run is continued, first for each of its validations again, so that the callback stands where that run's stood.</summary>
    /// <param name="validation">Its figures.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    internal virtual bool AfterValidation(ValidationRecord validation, bool isBest) => false;
}
