using System.Text;
using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Reads the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerReader
{
    /// <summary>The pre-tokenizer, or null where there is none.</summary>
    /// <exception cref="CheckpointException">It is of a kind that is not known, or incomplete.</exception>
    internal static TextPreTokenizer? Read(JsonElement? stated, string path) => stated is { } preTokenizer ? Read(preTokenizer, path) : null;

    /// <summary>Reads a Metaspace as a pre-tokenizer or a decoder says it: older files have <c>add_prefix_space</c>, newer ones <c>prepend_scheme</c> and <c>split</c>.</summary>
    internal static (int Mark, PrependScheme Scheme, bool Splits) ReadMetaspace(JsonElement metaspace, string path)
    {
        string mark = TokenizerJsonFile.String(metaspace, "replacement", path) ?? "\u2581";
        if (mark.EnumerateRunes().ToArray() is not [Rune only])
        {
            throw TokenizerJsonFile.Error(path, $"has a Metaspace with \"replacement\": \"{mark}\", where one character was expected.");
        }

        bool addsPrefix = TokenizerJsonFile.Boolean(metaspace, "add_prefix_space", path) ?? true;
        PrependScheme scheme = TokenizerJsonFile.String(metaspace, "prepend_scheme", path) switch
        {
            null => addsPrefix ? PrependScheme.Always : PrependScheme.Never,
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            { } other => throw TokenizerJsonFile.Error(path, $"has a Metaspace with \"prepend_scheme\": \"{other}\", where always, first or never was expected."),
        };
        return (only.Value, scheme, TokenizerJsonFile.Boolean(metaspace, "split", path) ?? true);
    }

    private static TextPreTokenizer Read(JsonElement preTokenizer, string path)
    {
        string? type = TokenizerJsonFile.String(preTokenizer, "type", path);
        switch (type)
        {
            case "ByteLevel":
                return new ByteLevelPreTokenizer(Boolean(preTokenizer, "add_prefix_space", true, path), Boolean(preTokenizer, "use_regex", true, path));
            case "Metaspace":
                (int mark, PrependScheme scheme, bool splits) = ReadMetaspace(preTokenizer, path);
                return new MetaspacePreTokenizer(mark, scheme, splits);
            case "Split":
                return new PatternPreTokenizer(TextPattern.Read(preTokenizer, path), Behavior(preTokenizer, SplitBehavior.Isolated, path), Boolean(preTokenizer, "invert", false, path));
            case "Whitespace":
                return new WordPreTokenizer();
            case "WhitespaceSplit":
                return CharacterPreTokenizer.WhitespaceSplit;
            case "Punctuation":
                return CharacterPreTokenizer.Punctuation(Behavior(preTokenizer, SplitBehavior.Isolated, path));
            case "Digits":
                return CharacterPreTokenizer.Digits(Boolean(preTokenizer, "individual_digits", false, path));
            case "CharDelimiterSplit" when TokenizerJsonFile.String(preTokenizer, "delimiter", path) is { } delimiter && delimiter.EnumerateRunes().ToArray() is [Rune only]:
                return CharacterPreTokenizer.Delimiter(only.Value);
            case "BertPreTokenizer":
                return CharacterPreTokenizer.Bert;
            case "Sequence":
                TextPreTokenizer[] steps = [.. TokenizerJsonFile.Array(preTokenizer, "pretokenizers", path).Select(step => Read(step, path))];
                return steps is [TextPreTokenizer single] ? single : new SequencePreTokenizer(steps);
            default:
                throw TokenizerJsonFile.Error(
                    path,
                    $"has a pre_tokenizer of type '{type}', which is not supported; BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace and WhitespaceSplit are.");
        }
    }

    private static SplitBehavior Behavior(JsonElement preTokenizer, SplitBehavior usual, string path)
    {
        string? stated = TokenizerJsonFile.String(preTokenizer, "behavior", path);
        return stated is null ? usual
            : Enum.TryParse(stated, out SplitBehavior behavior) && Enum.IsDefined(behavior) ? behavior
            : throw TokenizerJsonFile.Error(path, $"has a pre_tokenizer with \"behavior\": \"{stated}\", where Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous was expected.");
    }

    private static bool Boolean(JsonElement element, string name, bool usual, string path) => TokenizerJsonFile.Boolean(element, name, path) ?? usual;
}
