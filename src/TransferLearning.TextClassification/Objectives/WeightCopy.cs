using TorchSharp;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>A copy of parameters in the memory of the host.</summary>
internal sealed class WeightCopy(Func<IEnumerable<torch.Tensor>> parameters)
{
    private float[][]? copy;

    /// <summary>Copies the values of all parameters.</summary>
    internal void Keep()
    {
        torch.Tensor[] present = [.. parameters()];
        copy ??= Array.ConvertAll(present, parameter => new float[parameter.NumberOfElements]);
        for (int i = 0; i < present.Length; i++)
        {
            TensorMemory.CopyTo(present[i], copy[i]);
        }
    }

    /// <summary>Puts the copied values back.</summary>
    internal void Restore()
    {
        float[][] values = copy ?? throw new InvalidOperationException("No weights were kept.");
        int i = 0;
        foreach (torch.Tensor parameter in parameters())
        {
            float[] source = values[i++];
            ParameterInitialization.Fill(parameter, destination => source.CopyTo(destination));
        }
    }
}
