using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>A named kind of head, without state of its own.</summary>
[Experimental("TLTC1001")]
public abstract class HeadKind
{
    private protected HeadKind()
    {
    }

    /// <summary>The name under which the kind is saved, for example <c>linear</c> or <c>acme.gated</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The checkpoint's name of the weight that makes the scores: where it is, there is a head.</summary>
    internal virtual string OutputWeight => "classifier.weight";

    /// <summary>Whether the head makes a text's vector itself, from token vectors, so that the encoder's pooling has no say.</summary>
    internal virtual bool Pools => false;

    /// <summary>The mistakes in options, a sentence each.</summary>
    internal virtual IEnumerable<string> FindProblemsOf(object options) => [];

    /// <summary>The options as they are saved.</summary>
    internal abstract JsonObject WriteOptions(object options);

    /// <summary>Builds the head from saved options.</summary>
    internal abstract ClassificationHead Create(JsonObject options, HeadShape shape);
}
