namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>Cuts a word into the pieces of a vocabulary. Immutable.</summary>
internal abstract class SubwordModel
{
    /// <summary>What people call this kind of model.</summary>
    internal abstract string Name { get; }

    /// <summary>Every piece with its id.</summary>
    internal abstract IReadOnlyDictionary<string, int> Ids { get; }

    /// <summary>Adds the pieces of a word.</summary>
    /// <param name="word">The word, UTF-8.</param>
    /// <param name="scratch">Takes them.</param>
    internal abstract void Tokenize(ReadOnlySpan<byte> word, SubwordScratch scratch);
}
