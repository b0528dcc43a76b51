using TorchSharp;

namespace TransferLearning.TextClassification.Training;

/// <summary>The losses of the batches of a step, which stay where they were computed until all of them are read: the host need not wait for the device in between.</summary>
internal sealed class StepLosses : IDisposable
{
    private readonly List<(int[] Rows, double Share, torch.Tensor Loss)> losses = [];

    /// <summary>Takes a loss over.</summary>
    /// <param name="rows">The rows that it is the mean of.</param>
    /// <param name="share">Their share of the step, by rows or by weights of rows.</param>
    /// <param name="loss">A number, <c>[]</c>.</param>
    internal void Add(int[] rows, double share, torch.Tensor loss) => losses.Add((rows, share, loss));

    /// <summary>The mean loss over the step's rows.</summary>
    /// <param name="check">Sees the loss of each batch with its rows.</param>
    internal double Read(Action<double, int[]> check)
    {
        double mean = 0;
        foreach ((int[] rows, double share, torch.Tensor loss) in losses)
        {
            double value = loss.item<float>();
            check(value, rows);
            mean += share * value;
        }

        return mean;
    }

    public void Dispose() => losses.ForEach(step => step.Loss.Dispose());
}
