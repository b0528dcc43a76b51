using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>
/// Words or characters as tokens. A text is its words alone; a pair has a separator between its texts. An empty text is one separator. Immutable.
/// </summary>
internal sealed class WordTokenizer(WordVocabulary vocabulary, WordSplitter splitter, int? modelMaxLength = null) : TextTokenizer
{
    internal WordVocabulary Vocabulary => vocabulary;

    internal WordSplitter Splitter => splitter;

    internal override int VocabularySize => vocabulary.Tokens.Length;

    internal override int PaddingId => WordVocabulary.PaddingId;

    internal override int? ModelMaxLength => modelMaxLength;

    internal override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{(splitter.Unit == TextUnit.Words ? "words" : "characters")}, {VocabularySize:N0} tokens, {(splitter.LowerCase ? "lower-cased" : "cased")}");

    internal override int FewestTokens(bool isPair) => isPair ? 3 : 1;

    internal override TokenizedText Encode(TextInput input, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        List<int> first = Ids(input.Text);
        if (string.IsNullOrEmpty(input.SecondText))
        {
            int[] kept = first.Count == 0 ? [WordVocabulary.SeparatorId] : [.. CollectionsMarshal.AsSpan(first)[..Math.Min(first.Count, maxTokens)]];
            return new(kept, null, first.Count > maxTokens);
        }

        List<int> second = Ids(input.SecondText);
        (int keptFirst, int keptSecond) = Truncation.Cut(first.Count, second.Count, maxTokens - 1, TruncationStrategy.LongestFirst)!.Value;
        int[] ids = [.. first[..keptFirst], WordVocabulary.SeparatorId, .. second[..keptSecond]];
        byte[] types = new byte[ids.Length];
        types.AsSpan(keptFirst + 1).Fill(1);
        return new(ids, types, keptFirst < first.Count || keptSecond < second.Count);
    }

    /// <summary>Tokenizes an input, uncut, with the part of the text that each token stands for.</summary>
    internal AlignedTokens EncodeWithOffsets(TextInput input)
    {
        List<int> ids = [];
        List<byte> types = [];
        List<(int Start, int End)> offsets = [];
        Add(input.Text, 0);
        if (!string.IsNullOrEmpty(input.SecondText) || ids.Count == 0)
        {
            ids.Add(WordVocabulary.SeparatorId);
            types.Add(0);
            offsets.Add((0, 0));
        }

        Add(input.SecondText ?? string.Empty, 1);
        return new([.. ids], [.. types], [.. offsets]);

        void Add(string text, byte type) => splitter.Split(text, (word, start, end) =>
        {
            ids.Add(vocabulary.IdOf(word));
            types.Add(type);
            offsets.Add((start, end));
        });
    }

    internal override string Decode(ReadOnlySpan<int> ids)
    {
        StringBuilder text = new();
        foreach (int id in ids)
        {
            if (id < vocabulary.FirstWordId || id >= vocabulary.Tokens.Length)
            {
                continue;
            }

            bool isWords = splitter.Unit == TextUnit.Words;
            text.Append(isWords && text.Length > 0 ? " " : string.Empty);
            text.Append(!isWords && vocabulary.Tokens[id] == WordSplitter.WhitespaceToken ? " " : vocabulary.Tokens[id]);
        }

        return text.ToString();
    }

    internal override void Save(string folder, int modelMaxLength) => WordTokenizerFiles.Write(this, folder, modelMaxLength);

    private List<int> Ids(string text)
    {
        List<int> ids = [];
        splitter.Split(text, (word, _, _) => ids.Add(vocabulary.IdOf(word)));
        return ids;
    }
}
