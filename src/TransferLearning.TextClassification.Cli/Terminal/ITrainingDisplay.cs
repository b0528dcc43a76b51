namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>Shows how far a training is.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Shows the progress of some work while it goes on.</summary>
    public Task<TResult> ShowAsync<TResult>(Func<IProgress<TrainingProgress>, Task<TResult>> work);
}
