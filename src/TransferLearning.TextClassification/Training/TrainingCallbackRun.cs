namespace TransferLearning.TextClassification.Training;

/// <summary>A callback during one run. Each method may ask for the end of the training by returning true.</summary>
internal abstract class TrainingCallbackRun
{
    /// <summary>Called after every step.</summary>
    internal virtual bool AfterStep(TrainingStepRecord step) => false;

    /// <summary>Called after every validation.</summary>
    /// <param name="validation">Its figures.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    internal virtual bool AfterValidation(ValidationRecord validation, bool isBest) => false;
}
