namespace TransferLearning.TextClassification.Cli;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>The work failed: training, native backend, device, storage, or something unexpected.</summary>
    internal const int Failed = 1;

    /// <summary>Bad usage or input: options, data, checkpoints, or a folder that is somebody else's.</summary>
    internal const int BadInput = 2;
}
