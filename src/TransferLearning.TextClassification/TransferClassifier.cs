namespace TransferLearning.TextClassification;

/// <summary>
/// A trained text classifier. Predicts from many threads at once, with the same answers as from one. Owns native memory: <see cref="Dispose"/> may be called at any
/// time, from any thread, twice; calls under way finish, later ones throw <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed class TransferClassifier : ITextClassifier, IDisposable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => throw new NotImplementedException();

    /// <inheritdoc/>
    public TextTask Task => throw new NotImplementedException();

    /// <summary>Texts are cut at this many tokens, special tokens included.</summary>
    public int MaxTokens => throw new NotImplementedException();

    /// <summary>Whether the classifier was trained on pairs of texts.</summary>
    public bool Pairs => throw new NotImplementedException();

    /// <summary>How the training went; null where the folder does not say.</summary>
    public TrainingHistory? History => throw new NotImplementedException();

    /// <summary>What the training used; null where the folder does not say.</summary>
    public ResolvedConfiguration? Configuration => throw new NotImplementedException();

    /// <summary>Loads a saved classifier, or a sequence-classification folder of the reference implementation.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">Device and the application's own kinds; null takes the defaults.</param>
    /// <returns>The classifier, which owns native memory: dispose it.</returns>
    /// <exception cref="CheckpointException">It is missing, broken, tampered with, holds no classifier, or needs a kind or feature that is not known.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    public static TransferClassifier Load(string path, ClassifierLoadOptions? options = null) => throw new NotImplementedException();

    /// <summary>The same as <see cref="Load"/>, on another thread.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">Device and the application's own kinds; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <returns>The classifier, which owns native memory: dispose it.</returns>
    /// <exception cref="CheckpointException">It is missing, broken, tampered with, holds no classifier, or needs a kind or feature that is not known.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    public static Task<TransferClassifier> LoadAsync(string path, ClassifierLoadOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<Prediction> PredictMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>The pooled vector of an input.</summary>
    /// <param name="input">A text or a pair of texts.</param>
    /// <returns>The vector, <c>[hidden]</c>.</returns>
    public float[] Embed(TextInput input) => throw new NotImplementedException();

    /// <summary>The pooled vectors of many inputs.</summary>
    /// <param name="inputs">Texts or pairs of texts.</param>
    /// <param name="cancellationToken">Stops computing.</param>
    /// <returns>A vector <c>[hidden]</c> for each input, in order.</returns>
    public IReadOnlyList<float[]> EmbedMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Saves the classifier as a folder in the Hugging Face layout. A new path, an empty folder or an earlier saved classifier is written in one step; anything else is refused.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="StorageException">It cannot be written there; what stood there is as it was.</exception>
    public void Save(string path) => throw new NotImplementedException();

    /// <summary>The same as <see cref="Save"/>, on another thread.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellationToken">Stops saving; what stood there is as it was.</param>
    /// <returns>The work.</returns>
    /// <exception cref="StorageException">It cannot be written there; what stood there is as it was.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
