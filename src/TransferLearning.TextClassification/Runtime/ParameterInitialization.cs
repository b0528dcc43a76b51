using TorchSharp;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>Fills parameters with seeded numbers.</summary>
internal static class ParameterInitialization
{
    /// <summary>Biases 0, weights of one dimension (norms) 1, all else normal with mean 0.</summary>
    internal static void Default(string name, torch.Tensor parameter, long seed, double standardDeviation)
    {
        bool isBias = name.EndsWith("bias", StringComparison.Ordinal);
        if (isBias || parameter.dim() == 1)
        {
            Constant(parameter, isBias ? 0 : 1);
        }
        else
        {
            Normal(parameter, seed, standardDeviation);
        }
    }

    internal static void Constant(torch.Tensor parameter, float value) => Fill(parameter, values => values.Fill(value));

    internal static void Normal(torch.Tensor parameter, long seed, double standardDeviation) =>
        Fill(parameter, values => SeededRandom.FromSeed(seed).FillNormal(values, standardDeviation));

    /// <summary>Writes a parameter's elements.</summary>
    internal static void Fill(torch.Tensor parameter, FillAction fill)
    {
        using torch.Tensor data = parameter.detach(); // shares the memory
        if (data.device_type == DeviceType.CPU)
        {
            fill(TensorMemory.Floats(data));
            return;
        }

        using torch.Tensor values = TensorMemory.Filled(data.shape, data.device, fill);
        data.copy_(values);
    }
}
