using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>A named kind of head with its options.</summary>
/// <typeparam name="TOptions">The options' type; saved as JSON.</typeparam>
[Experimental("TLTC1001")]
public abstract class HeadKind<TOptions> : HeadKind
    where TOptions : class
{
    /// <summary>How the options are written and read.</summary>
    protected abstract JsonTypeInfo<TOptions> OptionsType { get; }

    /// <summary>Builds the head. Its parameters need no values yet.</summary>
    /// <param name="options">The options.</param>
    /// <param name="shape">What the head is built for.</param>
    /// <returns>A new head on the processor.</returns>
    public abstract ClassificationHead Create(TOptions options, HeadShape shape);

    /// <summary>Checks options. The default finds nothing.</summary>
    /// <param name="options">The options.</param>
    /// <returns>One sentence a mistake, <c>X is 1; expected Y.</c></returns>
    public virtual IEnumerable<string> FindProblems(TOptions options) => [];

    internal sealed override IEnumerable<string> FindProblemsOf(object options) => FindProblems((TOptions)options);

    internal sealed override JsonObject WriteOptions(object options) => JsonSerializer.SerializeToNode((TOptions)options, OptionsType)!.AsObject();

    internal sealed override ClassificationHead Create(JsonObject options, HeadShape shape)
    {
        TOptions read = options.Deserialize(OptionsType) ?? throw new CheckpointException($"The options of the head '{Name}' are empty.");
        return FindProblems(read).FirstOrDefault() is { } problem ? throw new ArgumentException($"options of the head '{Name}': {problem}") : Create(read, shape);
    }
}
