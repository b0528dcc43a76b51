using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>The activation functions that checkpoints name.</summary>
internal static class Activation
{
    /// <summary>The names that <see cref="Find"/> knows.</summary>
    internal static IReadOnlyCollection<string> Names => Functions.Keys;

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        ["gelu"] = nn.functional.gelu,
        ["gelu_new"] = GeluTanh,
        ["gelu_pytorch_tanh"] = GeluTanh,
        ["gelu_fast"] = GeluTanh,
        ["relu"] = input => nn.functional.relu(input),
        ["silu"] = input => nn.functional.silu(input),
        ["swish"] = input => nn.functional.silu(input),
        ["tanh"] = tanh,
    };

    /// <summary>The name that a configuration gives.</summary>
    /// <exception cref="CheckpointException">No function of that name is known.</exception>
    internal static string ReadName(CheckpointConfiguration values, string key, string absent = "gelu")
    {
        string name = values.GetString(key, absent);
        return Functions.ContainsKey(name) ? name : throw values.Wrong(key, $"one of {string.Join(", ", Names)} is expected");
    }

    /// <summary>The function that a configuration names.</summary>
    /// <inheritdoc cref="ReadName" path="/exception"/>
    internal static Func<Tensor, Tensor> Read(CheckpointConfiguration values, string key, string absent = "gelu") => Functions[ReadName(values, key, absent)];

    /// <summary>The function of a name, or null.</summary>
    internal static Func<Tensor, Tensor>? Find(string name) => Functions.GetValueOrDefault(name);

    private static Tensor GeluTanh(Tensor input) => nn.functional.gelu(input, GELU.Approximate.tanh);
}
