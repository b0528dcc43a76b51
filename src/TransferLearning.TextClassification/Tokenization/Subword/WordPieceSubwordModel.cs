using System.Text;
using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.Characters;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>WordPiece's pieces behind other normalizers and pre-tokenizers than BERT's.</summary>
internal sealed class WordPieceSubwordModel(WordPieceVocabulary vocabulary) : SubwordModel
{
    internal override string Name => "WordPiece";

    internal override IReadOnlyDictionary<string, int> Ids => vocabulary.Ids;

    /// <summary>Reads the model of a <c>tokenizer.json</c>.</summary>
    /// <exception cref="CheckpointException">It is broken.</exception>
    internal static WordPieceSubwordModel Read(JsonElement model, string path) => new(WordPieceJsonReader.ReadModel(model, path));

    /// <inheritdoc/>
    internal override void Tokenize(ReadOnlySpan<byte> word, SubwordScratch scratch)
    {
        string text = Encoding.UTF8.GetString(word);
        if (CodePoints.Count(text) > vocabulary.MaximumWordCharacters)
        {
            scratch.AddPiece(vocabulary.UnknownId, word.Length);
            return;
        }

        int[] ids = new int[text.Length];
        int[] ends = new int[text.Length];
        int count = vocabulary.Tokenize(text, ids, ends);
        for (int piece = 0, start = 0; piece < count; start = ends[piece++])
        {
            scratch.AddPiece(ids[piece], Encoding.UTF8.GetByteCount(text.AsSpan(start, ends[piece] - start)));
        }
    }
}
