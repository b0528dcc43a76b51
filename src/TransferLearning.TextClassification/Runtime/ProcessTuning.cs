using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification;

/// <summary>
/// Settings of the whole process that make training and prediction faster. The library itself sets nothing process-wide: an application's <c>Main</c> calls
/// <see cref="Apply"/> first, or leaves it.
/// </summary>
public static class ProcessTuning
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string SpinCount = "GOMP_SPINCOUNT";

    /// <summary>
    /// Lets the threads of the native libraries sleep soon, rather than spin, while they wait for work (<c>OMP_WAIT_POLICY=passive</c>, <c>GOMP_SPINCOUNT=300</c>). Where other work runs on
    /// the same cores, recurrent networks, which consist of many small operations, train twice as fast; alone they take a sixth longer. Transformers do not depend on it. Has an effect only
    /// before the native libraries load, and only on Linux. Where the environment has a value for the first or the second, both stay as they are.
    /// </summary>
    /// <remarks>
    /// It also lets glibc's allocator keep and reuse the memory of large tensors in place of asking the system for fresh pages each time (<c>mallopt</c>). The process
    /// then holds on to the most memory that it ever needed.
    /// </remarks>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        NativeEnvironment.ReuseLargeAllocations();
        if (Environment.GetEnvironmentVariable(WaitPolicy) is null && Environment.GetEnvironmentVariable(SpinCount) is null)
        {
            // Environment.SetEnvironmentVariable does not reach native code.
            _ = NativeEnvironment.SetVariable(WaitPolicy, "passive", overwrite: 0);
            _ = NativeEnvironment.SetVariable(SpinCount, "300", overwrite: 0);
        }
    }
}
