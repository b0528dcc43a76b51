using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>Parameters that an optimizer treats alike.</summary>
[Experimental("TLTC1001")]
public sealed class ParameterGroup
{
    /// <summary>The parameters and the names under which their state is saved; a name stands once among all groups of an optimizer.</summary>
    public required IReadOnlyList<(string Name, Tensor Parameter)> Parameters { get; init; }

    /// <summary>The weight decay of these parameters.</summary>
    /// <value>Null by default: the optimizer's own.</value>
    public double? WeightDecay { get; init; }

    /// <summary>Of parameters that are large tables: which rows each step reads, by the parameters' names. Default: none.</summary>
    internal IReadOnlyDictionary<string, TouchedRows> Rows { get; init; } = ReadOnlyDictionary<string, TouchedRows>.Empty;

    /// <summary>What the optimizer's learning rate is multiplied by for these parameters.</summary>
    /// <value>1 by default.</value>
    public double LearningRateFactor { get; init; } = 1;
}
