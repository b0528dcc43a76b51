using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>Moves values between the parameters of a module and the tensors of a checkpoint.</summary>
internal static class ModuleWeights
{
    /// <summary>Reads every parameter from a checkpoint of the same shapes.</summary>
    /// <param name="module">The module to fill.</param>
    /// <param name="tensors">The checkpoint.</param>
    /// <param name="theirName">The checkpoint's name of each parameter; null leaves a parameter out.</param>
    internal static void Read(torch.nn.Module module, CheckpointTensors tensors, Func<string, string?> theirName)
    {
        foreach ((string name, Parameter parameter) in module.named_parameters())
        {
            if (theirName(name) is { } theirs)
            {
                ParameterInitialization.Fill(parameter, values => tensors.Read(theirs, values));
            }
        }
    }

    /// <summary>The seed of one parameter, from the run's seed and the parameter's name.</summary>
    internal static long SeedOf(long seed, string name) => unchecked((long)SeededRandom.FromSeed(seed).Child(name).Next(0));
}
