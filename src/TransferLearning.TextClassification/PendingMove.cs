namespace TransferLearning.TextClassification;

/// <summary>The step of an asynchronous stream that may be under way when its reader leaves: a stream may be disposed only between two steps.</summary>
/// <param name="leaving">Tells the stream that nobody waits any more.</param>
internal sealed class PendingMove(CancellationTokenSource leaving) : IAsyncDisposable
{
    /// <summary>The latest step.</summary>
    internal Task<bool> Next { get; set; } = Task.FromResult(false);

    /// <summary>Asks a step under way to end and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Next.IsCompleted)
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await ((Task)Next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
