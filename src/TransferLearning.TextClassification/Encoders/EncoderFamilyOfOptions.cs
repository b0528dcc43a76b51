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

    internal sealed override JsonObject ConfigureFrom(EncoderOptions options, int vocabularySize) => Configure((TOptions)options, vocabularySize);
}
