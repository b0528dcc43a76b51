using System.Globalization;
using TransferLearning.TextClassification.Tokenization.Decoding;

namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>A byte-pair or unigram tokenizer. Equal to Hugging Face tokenizers 0.23, and to SentencePiece where it is read from its model.</summary>
internal sealed class SubwordTokenizer : PieceTokenizer
{
    private readonly SubwordDefinition definition;
    private readonly SubwordPipeline pipeline;
    private readonly Dictionary<int, string> contentOfId = [];
    private readonly HashSet<int> specialIds;

    internal SubwordTokenizer(SubwordDefinition definition)
    {
        this.definition = definition;
        pipeline = new SubwordPipeline(definition);
        foreach ((string piece, int id) in definition.Model.Ids)
        {
            contentOfId[id] = piece;
        }

        foreach (AddedToken token in definition.AddedTokens)
        {
            contentOfId[token.Id] = token.Content;
        }

        specialIds = [.. definition.AddedTokens.Where(token => token.IsSpecial).Select(token => token.Id)];
        VocabularySize = (int)Math.Min(int.MaxValue, contentOfId.Keys.Max() + 1L);
        PaddingId = definition.PaddingToken is not { } padding ? 0
            : definition.AddedTokens.FirstOrDefault(token => token.Content == padding)?.Id ?? definition.Model.Ids.GetValueOrDefault(padding);
    }

    internal override int VocabularySize { get; }

    internal override int PaddingId { get; }

    internal override int? ModelMaxLength => definition.ModelMaxLength;

    internal override string Description => string.Create(CultureInfo.InvariantCulture, $"{definition.Model.Name}, {VocabularySize:N0} tokens");

    /// <inheritdoc/>
    protected override SequenceTemplate Template => definition.Template;

    /// <inheritdoc/>
    internal override string Decode(ReadOnlySpan<int> ids)
    {
        List<string> tokens = [];
        foreach (int id in ids)
        {
            if (!specialIds.Contains(id) && contentOfId.TryGetValue(id, out string? token))
            {
                tokens.Add(token);
            }
        }

        foreach (TokenDecoder decoder in definition.Decoders)
        {
            tokens = decoder.Decode(tokens);
        }

        return string.Join(definition.Decoders.Count == 0 ? " " : "", tokens);
    }

    /// <inheritdoc/>
    internal override void Save(string folder, int modelMaxLength) => definition.Files.Save(folder, modelMaxLength);

    /// <inheritdoc/>
    protected override void Scan(ReadOnlySpan<char> text, TokenScratch scratch, int limit)
    {
        SubwordScratch words = (SubwordScratch)scratch;
        int from = 0;
        while (scratch.Count <= limit && pipeline.WrittenTokens.TryFind(text, from, out AddedTokenMatch match))
        {
            ScanSegment(text[from..match.Start], from, words, limit);
            scratch.Add(match.Id);
            from = match.End;
        }

        ScanSegment(text[from..], from, words, limit);
    }

    /// <inheritdoc/>
    protected override List<(int Id, int Start, int End)> Align(string text) => pipeline.Align(text, new SubwordScratch());

    /// <inheritdoc/>
    protected override TokenScratch CreateScratch() => new SubwordScratch();

    private void ScanSegment(ReadOnlySpan<char> text, int from, SubwordScratch scratch, int limit)
    {
        if (!pipeline.HasNormalizedTokens && definition.Scanner is { } scanner)
        {
            scanner.Scan(text, scratch, limit);
        }
        else
        {
            pipeline.AddIds(text, from, scratch); // where it begins matters to some pre-tokenizers
        }
    }
}
