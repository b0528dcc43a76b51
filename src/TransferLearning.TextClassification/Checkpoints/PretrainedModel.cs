namespace TransferLearning.TextClassification;

/// <summary>Where a pretrained checkpoint lies. Owns no native memory; its files are read when a classifier is trained or loaded.</summary>
public sealed class PretrainedModel
{
    private PretrainedModel(string folder) => Folder = folder;

    /// <summary>The folder, in the Hugging Face layout (<c>config.json</c>, weights, tokenizer files).</summary>
    public string Folder { get; }

    /// <summary>A checkpoint in a folder of this machine.</summary>
    /// <param name="folder">The folder; whether it is complete is checked when it is used.</param>
    /// <returns>The checkpoint.</returns>
    public static PretrainedModel FromDirectory(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(folder);
    }

    /// <summary>The folder.</summary>
    /// <returns>The folder's path.</returns>
    public override string ToString() => Folder;
}
