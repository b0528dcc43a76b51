using System.Runtime.CompilerServices;

namespace TransferLearning.TextClassification.ParityTests;

/// <summary>Test classes run side by side: the native libraries' threads must not spin.</summary>
internal static class TestProcess
{
    [ModuleInitializer]
    internal static void Tune() => ProcessTuning.Apply();
}
