namespace TransferLearning.TextClassification.Training;

/// <summary>In which portions a training takes its rows. Every epoch has as many batches; the same seed gives the same ones.</summary>
internal abstract class BatchPlan
{
    /// <summary>How many batches an epoch has.</summary>
    internal abstract int BatchesOfEpoch { get; }

    /// <summary>How many steps an epoch has.</summary>
    internal int StepsOfEpoch(TrainingOptions options) => (BatchesOfEpoch + options.GradientAccumulationSteps - 1) / options.GradientAccumulationSteps;

    /// <summary>The row indexes of each batch of an epoch, in order.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    internal abstract IEnumerable<int[]> BatchesOf(int epoch);
}
