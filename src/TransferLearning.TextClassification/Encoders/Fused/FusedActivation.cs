using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The activation functions that have kernels, by their names in configurations.</summary>
internal static unsafe class FusedActivation
{
    internal static bool IsKnown(string name) => name is "gelu" or "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" or "relu" or "silu" or "swish";

    /// <summary>Writes the activation of input + bias, and where wanted its derivative in place of the input.</summary>
    internal static void Forward<T, TElement>(string name, bool derive, T* input, float* bias, T* output, int rows, int columns)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        switch (name)
        {
            case "gelu":
                Run<T, TElement, Gelu>(derive, input, bias, output, rows, columns);
                break;
            case "relu":
                Run<T, TElement, Relu>(derive, input, bias, output, rows, columns);
                break;
            case "silu" or "swish":
                Run<T, TElement, Silu>(derive, input, bias, output, rows, columns);
                break;
            default:
                Run<T, TElement, TanhGelu>(derive, input, bias, output, rows, columns);
                break;
        }
    }

    /// <summary>The same for a gated block (see <see cref="GatedActivation{T, TElement}"/>).</summary>
    internal static void ForwardGated<T, TElement>(string name, T* input, float* bias, T* output, in DropoutMask dropout, bool derive, int firstRow, int rows, int columns)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        switch (name)
        {
            case "gelu":
                GatedActivation<T, TElement>.Forward<Gelu>(input, bias, output, dropout, derive, firstRow, rows, columns);
                break;
            case "relu":
                GatedActivation<T, TElement>.Forward<Relu>(input, bias, output, dropout, derive, firstRow, rows, columns);
                break;
            case "silu" or "swish":
                GatedActivation<T, TElement>.Forward<Silu>(input, bias, output, dropout, derive, firstRow, rows, columns);
                break;
            default:
                GatedActivation<T, TElement>.Forward<TanhGelu>(input, bias, output, dropout, derive, firstRow, rows, columns);
                break;
        }
    }

    private static void Run<T, TElement, TActivation>(bool derive, T* input, float* bias, T* output, int rows, int columns)
        where T : unmanaged
        where TElement : struct, IElement<T>
        where TActivation : struct, IActivation
    {
        if (derive)
        {
            BiasActivation<T, TElement>.ForwardAndDerive<TActivation>(input, bias, output, rows, columns);
        }
        else
        {
            BiasActivation<T, TElement>.Forward<TActivation>(input, bias, output, rows, columns);
        }
    }
}
