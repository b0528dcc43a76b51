using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Whether a class of the reference implementation gives the same answers as a classifier here.</summary>
internal static class ReferenceTwin
{
    /// <summary>Whether head and pooling are those of the reference implementation's classifier of the family.</summary>
    internal static bool Is(EncoderFamily family, string head, Pooling pooling, JsonObject configuration) =>
        FindDifference(family, head, pooling, configuration) is null;

    /// <summary>What keeps the class of a family's classifiers from giving the same answers, in words; null where nothing does.</summary>
    internal static string? FindDifference(EncoderFamily family, string head, Pooling pooling, JsonObject configuration)
    {
        if (family.ClassifierArchitecture is not { } architecture)
        {
            return $"the reference implementation has no classifiers of the kind '{family.Name}'";
        }

        string ownHead = OwnHead.Of(family).Name;
        Pooling ownPooling = family.ClassifierPooling(configuration);
        string?[] differences =
        [
            pooling == ownPooling ? null : $"the pooling is {PoolingNames.NameOf(pooling)}, that of {architecture} is {PoolingNames.NameOf(ownPooling)}",
            head == ownHead ? null : $"the head is '{head}', that of {architecture} is '{ownHead}'",
        ];
        string all = string.Join("; ", differences.OfType<string>());
        return all.Length == 0 ? null : all;
    }
}
