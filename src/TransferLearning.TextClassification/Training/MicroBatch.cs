namespace TransferLearning.TextClassification.Training;

/// <summary>The rows of one forward and backward pass.</summary>
/// <param name="Rows">Row indexes into the training data.</param>
/// <param name="Weight">What the loss is multiplied by before the backward pass: the share of the step that these rows are, times the scale of the loss.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Number">The number of the pass in the run, from 0: with the seed it names the random stream.</param>
internal readonly record struct MicroBatch(int[] Rows, double Weight, long Seed, long Number);
