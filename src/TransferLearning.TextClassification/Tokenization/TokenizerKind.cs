namespace TransferLearning.TextClassification.Tokenization;

/// <summary>What a folder says of the kind of its tokenizer: the class that reads it, else the type of its model.</summary>
/// <param name="Stated">The class or the type; null where neither is stated.</param>
/// <param name="StatedBy">Where it stands.</param>
/// <param name="ClassStem">The name of the class without its ending; null where none is stated.</param>
internal sealed record TokenizerKind(string? Stated, string StatedBy, string? ClassStem)
{
    /// <summary>Classes that say nothing of a kind, without their ending <c>Fast</c>.</summary>
    private static readonly string[] GenericClasses = ["PreTrainedTokenizer", "PreTrainedTokenizerBase", "AutoTokenizer", "TokenizersBackend", "PythonBackend", "SentencePieceBackend"];

    /// <summary>Reads <c>tokenizer_class</c> in <c>tokenizer_config.json</c>, else in <c>config.json</c>, else <c>model_type</c> there.</summary>
    /// <exception cref="CheckpointException">A file is broken.</exception>
    internal static TokenizerKind Read(string folder, TokenizerConfiguration configuration)
    {
        if (OfClass(configuration.TokenizerClass, "tokenizer_config.json") is { } own)
        {
            return own;
        }

        string path = Path.Combine(folder, "config.json");
        if (TokenizerJsonFile.TryRead(path) is not { } model)
        {
            return new TokenizerKind(null, "no file", null);
        }

        return OfClass(TokenizerJsonFile.String(model, "tokenizer_class", path), "config.json")
            ?? new TokenizerKind(TokenizerJsonFile.String(model, "model_type", path), "model_type in config.json", null);
    }

    /// <summary>Whether it is one of some classes or, where no class is stated, one of some types of models.</summary>
    internal bool IsOf(IReadOnlyList<string> classStems, IReadOnlyList<string> modelTypes) => ClassStem is null ? Stated is not null && modelTypes.Contains(Stated) : classStems.Contains(ClassStem);

    private static TokenizerKind? OfClass(string? name, string file)
    {
        string? slow = Without(name, "Fast");
        return slow is null || GenericClasses.Contains(slow) ? null : new TokenizerKind(name, $"tokenizer_class in {file}", Without(slow, "Tokenizer"));
    }

    private static string? Without(string? name, string ending) => name?.EndsWith(ending, StringComparison.Ordinal) == true ? name[..^ending.Length] : name;
}
