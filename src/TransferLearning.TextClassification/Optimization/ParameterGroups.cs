using System.Collections.ObjectModel;
using System.Text.RegularExpressions;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>Sorts parameters into groups.</summary>
internal static partial class ParameterGroups
{
    /// <summary>
    /// Two groups, as the Trainer of <c>transformers</c> makes them: weights, which decay, and biases and norms, which do not. Frozen parameters are left out.
    /// </summary>
    internal static IReadOnlyList<ParameterGroup> Create(
        IEnumerable<(string Name, Tensor Parameter)> parameters, double learningRateFactor = 1, IReadOnlyDictionary<string, TouchedRows>? rows = null)
    {
        ILookup<bool, (string Name, Tensor Parameter)> byDecay = parameters
            .Where(named => named.Parameter.requires_grad)
            .ToLookup(named => Decays(named.Name, named.Parameter));
        ParameterGroup[] groups =
        [
            new() { Parameters = [.. byDecay[true]], LearningRateFactor = learningRateFactor, Rows = rows ?? ReadOnlyDictionary<string, TouchedRows>.Empty },
            new() { Parameters = [.. byDecay[false]], LearningRateFactor = learningRateFactor, WeightDecay = 0 },
        ];
        return [.. groups.Where(group => group.Parameters.Count > 0)];
    }

    /// <summary>Whether weight decay acts on a parameter: not on biases, not on anything of a norm, whose weight is the only one-dimensional one.</summary>
    internal static bool Decays(string name, Tensor parameter) =>
        !BiasOrNorm().IsMatch(name) && !(parameter.dim() == 1 && (name == "weight" || name.EndsWith(".weight", StringComparison.Ordinal)));

    [GeneratedRegex(@"bias|layernorm|rmsnorm|(?:^|\.)norm(?:$|\.)|_norm(?:$|\.)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BiasOrNorm();
}
