using System.Runtime.Intrinsics.X86;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>What the processor multiplies fast.</summary>
internal static class ProcessorFeatures
{
    /// <summary>Whether it has instructions for products of bfloat16 numbers; without them bfloat16 is many times slower than float32.</summary>
    internal static bool HasBFloat16 { get; } = DetectBFloat16();

    private static bool DetectBFloat16()
    {
        if (!X86Base.IsSupported || !Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
        {
            return false;
        }

        bool avx512 = (X86Base.CpuId(7, 1).Eax >> 5 & 1) == 1;
        bool amx = (X86Base.CpuId(7, 0).Edx >> 22 & 1) == 1;
        return avx512 || amx;
    }
}
