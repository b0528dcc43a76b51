using TorchSharp;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>A copy of parameters in the memory of the host.</summary>
internal sealed class WeightCopy(Func<IEnumerable<(string Name, torch.Tensor Parameter)>> parameters)
{
    private readonly Dictionary<string, float[]> copy = new(StringComparer.Ordinal);

    /// <summary>The copied values by the parameters' names; empty before the first copy.</summary>
    internal IReadOnlyDictionary<string, float[]> Values => copy;

    /// <summary>Copies the values of all parameters.</summary>
    internal void Keep()
    {
        foreach ((string name, torch.Tensor parameter) in parameters())
        {
            if (!copy.TryGetValue(name, out float[]? values))
            {
                copy.Add(name, values = new float[parameter.NumberOfElements]);
            }

            TensorMemory.CopyTo(parameter, values);
        }
    }

    /// <summary>Puts the copied values back.</summary>
    internal void Restore()
    {
        if (copy.Count == 0)
        {
            throw new InvalidOperationException("No weights were kept.");
        }

        foreach ((string name, torch.Tensor parameter) in parameters())
        {
            ParameterInitialization.Fill(parameter, destination => copy[name].CopyTo(destination));
        }
    }
}
