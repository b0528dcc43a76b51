namespace TransferLearning.TextClassification.Training;

/// <summary>Ends a training whose validation no longer gets better.</summary>
internal sealed class EarlyStopping(EarlyStoppingOptions options) : TrainingCallback
{
    internal override TrainingCallbackRun Begin() => new Run(options.Patience);

    private sealed class Run(int patience) : TrainingCallbackRun
    {
        private int sinceBest;

        internal override bool AfterValidation(ValidationRecord validation, bool isBest)
        {
            sinceBest = isBest ? 0 : sinceBest + 1;
            return sinceBest >= patience;
        }
    }
}
