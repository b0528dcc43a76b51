using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>A word tokenizer on disk: <c>vocab.txt</c>, a token a line in the order of their ids, and <c>tokenizer_config.json</c>.</summary>
internal static class WordTokenizerFiles
{
    private const string ClassName = "TltcWordTokenizer";
    private const string VocabularyName = "vocab.txt";
    private const string ConfigurationName = "tokenizer_config.json";
    private const int MostBuckets = 1 << 20;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n" };

    internal static void Write(WordTokenizer tokenizer, string folder, int modelMaxLength)
    {
        JsonObject configuration = new()
        {
            ["tokenizer_class"] = ClassName,
            ["model_max_length"] = modelMaxLength,
            ["unit"] = NameOf(tokenizer.Splitter.Unit),
            ["do_lower_case"] = tokenizer.Splitter.LowerCase,
            ["unknown_buckets"] = tokenizer.Vocabulary.UnknownBuckets,
        };
        File.WriteAllText(Path.Combine(folder, ConfigurationName), configuration.ToJsonString(Readable) + "\n");
        VocabularyFile.Write(Path.Combine(folder, VocabularyName), tokenizer.Vocabulary.Ids);
    }

    /// <summary>The word tokenizer of a folder, or null where its tokenizer is of another kind.</summary>
    /// <exception cref="CheckpointException">Its files are missing or broken.</exception>
    internal static WordTokenizer? TryRead(string folder)
    {
        string path = Path.Combine(folder, ConfigurationName);
        if (TokenizerJsonFile.TryRead(path) is not { } json || TokenizerJsonFile.String(json, "tokenizer_class", path) != ClassName)
        {
            return null;
        }

        TextUnit[] units = [.. Enum.GetValues<TextUnit>().Where(unit => NameOf(unit) == TokenizerJsonFile.String(json, "unit", path))];
        if (units.Length == 0)
        {
            throw TokenizerJsonFile.Error(path, "has no \"unit\" of words or characters; save the classifier again.");
        }

        int buckets = TokenizerJsonFile.Member(json, "unknown_buckets") is { } stated ? TokenizerJsonFile.Integer(stated, "unknown_buckets", path) : 1;
        if (buckets is < 1 or > MostBuckets)
        {
            throw TokenizerJsonFile.Error(path, $"has \"unknown_buckets\": {buckets.ToString(CultureInfo.InvariantCulture)}, where a number from 1 to {MostBuckets} was expected; save the classifier again.");
        }

        WordSplitter splitter = new(units[0], TokenizerJsonFile.Boolean(json, "do_lower_case", path) ?? true);
        return new(ReadVocabulary(Path.Combine(folder, VocabularyName), buckets), splitter, TokenizerConfiguration.Read(folder).ModelMaxLength);
    }

    private static WordVocabulary ReadVocabulary(string path, int buckets)
    {
        Dictionary<string, int> ids = VocabularyFile.Read(path);
        string[] tokens = [.. ids.OrderBy(token => token.Value).Select(token => token.Key)];
        int specials = buckets + WordVocabulary.FirstUnknownId;
        if (!VocabularyFile.CanHold(ids) || !tokens.Take(specials).SequenceEqual(WordVocabulary.SpecialTokens(buckets)))
        {
            throw TokenizerJsonFile.Error(path, $"does not hold the tokens of {ClassName}, each once, {WordVocabulary.Padding}, {WordVocabulary.Separator} and {buckets} for unknown words first; save the classifier again.");
        }

        return new(tokens.Skip(specials), buckets);
    }

    private static string NameOf(TextUnit unit) => unit == TextUnit.Words ? "words" : "characters";
}
