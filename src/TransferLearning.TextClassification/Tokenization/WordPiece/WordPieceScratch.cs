namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>What one thread needs while it cuts words into pieces.</summary>
/// <param name="maximumWordUnits">The longest word, in UTF-16 units, that can have pieces.</param>
internal sealed class WordPieceScratch(int maximumWordUnits) : TokenScratch
{
    /// <summary>The word being read.</summary>
    internal char[] Word { get; } = new char[Math.Max(maximumWordUnits, WordCache.MaximumWordLength)];

    /// <summary>The ASCII word being read.</summary>
    internal byte[] AsciiWord { get; } = new byte[Math.Max(maximumWordUnits, WordCache.MaximumWordLength)];

    internal WordCache Cache { get; } = new();
}
