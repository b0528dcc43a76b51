namespace TransferLearning.TextClassification.Training;

/// <summary>The immutable description of something that watches a run and may end it; it makes an object of its own for each run.</summary>
internal abstract class TrainingCallback
{
    internal abstract TrainingCallbackRun Begin();
}
