using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>A named kind of encoder with its options.</summary>
/// <typeparam name="TOptions">The options' type.</typeparam>
[Experimental("TLTC1001")]
public abstract class EncoderFamily<TOptions> : EncoderFamily
    where TOptions : EncoderOptions
{
    /// <summary>The content of <c>config.json</c> for an encoder that starts from options alone.</summary>
    /// <param name="options">The options.</param>
    /// <param name="vocabularySize">The number of tokens of the vocabulary that was learnt from the training texts.</param>
    /// <returns>A configuration that <see cref="EncoderFamily.Create"/> accepts; <c>vocab_size</c> in it is <paramref name="vocabularySize"/>.</returns>
    /// <exception cref="ArgumentException">Options are impossible; the message names option, value and mend.</exception>
    public abstract JsonObject Configure(TOptions options, int vocabularySize);

    /// <summary>Checks options. The default finds nothing.</summary>
    /// <param name="options">The options.</param>
    /// <param name="isPretrained">Whether the encoder starts from a checkpoint, which brings its own sizes.</param>
    /// <returns>One sentence a mistake, <c>X is 1; expected Y.</c></returns>
    public virtual IEnumerable<string> FindProblems(TOptions options, bool isPretrained) => [];

    /// <summary>Takes options that a checkpoint does not fix (a dropout) over into its configuration. The default takes none.</summary>
    /// <param name="options">The options.</param>
    /// <param name="configuration">The content of <c>config.json</c>, to be changed.</param>
    public virtual void Adapt(TOptions options, JsonObject configuration)
    {
    }

    internal sealed override IEnumerable<string> FindProblemsOf(EncoderOptions options, bool isPretrained) =>
        options is TOptions own ? FindProblems(own, isPretrained) : [];

    internal sealed override void Apply(EncoderOptions options, JsonObject configuration)
    {
        if (options is TOptions own)
        {
            Adapt(own, configuration);
        }
    }

    internal sealed override JsonObject ConfigureFrom(EncoderOptions options, int vocabularySize) => Configure((TOptions)options, vocabularySize);
}
