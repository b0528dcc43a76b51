using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification;

/// <summary>
/// Settings of the whole process that make training and prediction faster. The library itself sets nothing process-wide: an application's <c>Main</c> calls
/// <see cref="Apply"/> first, or leaves it.
/// </summary>
public static class ProcessTuning
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>
    /// Lets the threads of the native libraries sleep, rather than spin, while they wait for work (<c>OMP_WAIT_POLICY=passive</c>). Where other work runs on the same cores, recurrent
    /// networks, which consist of many small operations, train about twice as fast; alone they take a third longer. Transformers hardly depend on it. Has an effect only before the
    /// native libraries load, and only on Linux. A value that the environment already has stays.
    /// </summary>
    /// <remarks>
    /// It also lets glibc's allocator keep and reuse the memory of large tensors in place of asking the system for fresh pages each time (<c>mallopt</c>). The process
    /// then holds on to the most memory that it ever needed.
    /// </remarks>
    public static void Apply()
    {
        if (OperatingSystem.IsLinux())
        {
            NativeEnvironment.ReuseLargeAllocations();
            // Environment.SetEnvironmentVariable does not reach native code.
            _ = NativeEnvironment.SetVariable(WaitPolicy, "passive", overwrite: 0);
        }
    }
}
