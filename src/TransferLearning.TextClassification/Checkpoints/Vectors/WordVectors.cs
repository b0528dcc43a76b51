namespace TransferLearning.TextClassification;

/// <summary>
/// Where word vectors lie: a text file of GloVe, or a text or binary file of word2vec or fastText (<c>.vec</c>). It is read when a classifier is trained, word by word;
/// only the vectors of known words are kept.
/// </summary>
public sealed class WordVectors
{
    private WordVectors(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Word vectors in a file of this machine; its content says of which kind it is.</summary>
    /// <param name="path">The file; whether it is complete is checked when it is used.</param>
    /// <returns>The word vectors.</returns>
    public static WordVectors FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path);
    }

    /// <summary>The file.</summary>
    /// <returns>The file's path.</returns>
    public override string ToString() => Path;
}
