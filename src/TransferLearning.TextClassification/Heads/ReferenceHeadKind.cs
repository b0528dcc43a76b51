using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Heads;

/// <summary>The classifier of a family of the reference implementation. It has no options: <c>config.json</c> says all of it.</summary>
/// <param name="name">The kind's name.</param>
/// <param name="outputWeight">The checkpoint's name of the weight that makes the scores.</param>
/// <param name="create">Builds the head.</param>
internal sealed class ReferenceHeadKind(string name, string outputWeight, Func<HeadShape, ClassificationHead> create) : HeadKind
{
    public override string Name => name;

    internal override string OutputWeight => outputWeight;

    internal override JsonObject WriteOptions(object options) => [];

    internal override ClassificationHead Create(JsonObject options, HeadShape shape) => create(shape);
}
