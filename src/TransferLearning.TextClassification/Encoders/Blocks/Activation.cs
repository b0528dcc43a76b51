using TorchSharp.Modules;
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

    /// <summary>The function of a name, or null.</summary>
    internal static Func<Tensor, Tensor>? Find(string name) => Functions.GetValueOrDefault(name);

    private static Tensor GeluTanh(Tensor input) => nn.functional.gelu(input, GELU.Approximate.tanh);
}
