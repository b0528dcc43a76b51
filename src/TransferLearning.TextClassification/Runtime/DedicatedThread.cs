namespace TransferLearning.TextClassification.Runtime;

/// <summary>Runs work that holds tensors on a thread of its own: torch's dispose scopes and grad mode are per thread and do not survive an await.</summary>
internal static class DedicatedThread
{
    /// <summary>Runs <paramref name="work"/> from beginning to end on one new background thread.</summary>
    /// <returns>Its result, its exception, or cancelled where it threw an <see cref="OperationCanceledException"/> after <paramref name="cancellationToken"/> asked for it.</returns>
    internal static Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() => Complete(work, completion, cancellationToken)) { IsBackground = true, Name = "TransferLearning training" };
        thread.Start();
        return completion.Task;
    }

    private static void Complete<T>(Func<T> work, TaskCompletionSource<T> completion, CancellationToken cancellationToken)
    {
        try
        {
            completion.SetResult(work());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            completion.SetCanceled(cancellationToken);
        }
#pragma warning disable CA1031 // Every exception goes to whoever awaits the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            completion.SetException(exception);
        }
    }
}
