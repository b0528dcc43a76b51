using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The gradients of parameters, made where there is none yet; nothing for a parameter that wants none.</summary>
internal static unsafe class ParameterGradient
{
    /// <summary>The gradient, or null.</summary>
    internal static Tensor? Tensor(Parameter parameter)
    {
        if (!parameter.requires_grad)
        {
            return null;
        }

        if (parameter.grad is { } present)
        {
            return present;
        }

        parameter.grad = zeros_like(parameter, requires_grad: false);
        return parameter.grad;
    }

    /// <summary>The gradient's memory, or null.</summary>
    internal static float* Pointer(Parameter parameter)
    {
        using Tensor? gradient = Tensor(parameter);
        return gradient is null ? null : TensorMemory.Pointer(gradient);
    }

    /// <summary>Adds values of the parameter's length to its gradient; nothing where there is no parameter.</summary>
    internal static void Add(Parameter? parameter, float* values) => Add(parameter, values, 0, (int)(parameter?.numel() ?? 0));

    /// <summary>Adds values to <paramref name="count"/> elements of a parameter's gradient from <paramref name="first"/> on; nothing where there is no parameter.</summary>
    internal static void Add(Parameter? parameter, float* values, int first, int count)
    {
        Lanes.InTurn(() =>
        {
            float* gradient = parameter is null ? null : Pointer(parameter);
            if (gradient != null)
            {
                Span<float> sums = new(gradient + first, count);
                TensorPrimitives.Add(sums, new ReadOnlySpan<float>(values, sums.Length), sums);
            }
        }, parameter);
    }
}
