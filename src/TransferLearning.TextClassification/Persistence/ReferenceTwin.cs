using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Whether a class of the reference implementation gives the same answers as a classifier here.</summary>
internal static class ReferenceTwin
{
    /// <summary>Whether head and pooling are those of the reference implementation's classifier of the family.</summary>
    internal static bool Is(EncoderFamily family, string head, Pooling pooling, JsonObject configuration) =>
        family.ClassifierArchitecture is not null && head == OwnHead.Of(family).Name && pooling == family.ClassifierPooling(configuration);
}
