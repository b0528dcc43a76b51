namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>When a failed request is tried again.</summary>
internal static class HubRetry
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Tries until it succeeds, or as often as the settings allow.</summary>
    internal static async Task<T> RunAsync<T>(HubSettings settings, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (HubException exception) when (Wait(settings, exception, failures) is not null)
            {
                await Task.Delay(Wait(settings, exception, failures)!.Value, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>How long to wait before the next try, or null to give up: after so many failures, after an error that stays, or where the hub asks for more than a minute.</summary>
    internal static TimeSpan? Wait(HubSettings settings, HubException exception, int failures)
    {
        if (!exception.IsTransient || failures >= settings.Attempts || exception.RetryAfter > LongestWait)
        {
            return null;
        }

        TimeSpan own = settings.FirstDelay * Math.Pow(2, failures - 1);
        return exception.RetryAfter > own ? exception.RetryAfter : own;
    }
}
