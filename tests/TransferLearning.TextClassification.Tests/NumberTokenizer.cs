using System.Globalization;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Tests;

/// <summary>A tokenizer whose texts are token ids already: <c>"101 7 9 102"</c>.</summary>
internal sealed class NumberTokenizer(int vocabularySize) : TextTokenizer
{
    internal override int VocabularySize => vocabularySize;

    internal override int PaddingId => 0;

    internal override int? ModelMaxLength => null;

    internal override string Description => "Numbers";

    internal override TokenizedText Encode(TextInput input, int maxTokens)
    {
        int[] ids = [.. input.Text.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        return new TokenizedText([.. ids.Take(maxTokens)], null, ids.Length > maxTokens);
    }

    internal override string Decode(ReadOnlySpan<int> ids) => string.Join(' ', ids.ToArray());

    internal override void Save(string folder, int modelMaxLength) => throw new NotSupportedException();
}
