using System.Text;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>What a SentencePiece model file says. Immutable.</summary>
internal sealed class SentencePieceFile
{
    private const int UnigramType = 1;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SentencePieceFile(string path) => Path = path;

    internal string Path { get; }

    /// <summary>The pieces in the order of their numbers.</summary>
    internal List<(string Content, float Score, SentencePieceKind Kind)> Pieces { get; } = [];

    /// <summary>The map that normalizes characters, or null.</summary>
    internal CharacterMap? Map { get; private set; }

    /// <summary>Whether a text gets a space before it.</summary>
    internal bool AddsDummyPrefix { get; private set; } = true;

    /// <summary>Whether spaces at the ends, and all but one of several, are dropped.</summary>
    internal bool RemovesExtraWhitespace { get; private set; } = true;

    /// <summary>Whether spaces become U+2581.</summary>
    internal bool EscapesWhitespace { get; private set; } = true;

    /// <summary>Whether the space that a text gets stands behind it.</summary>
    internal bool TreatsWhitespaceAsSuffix { get; private set; }

    /// <summary>Whether unknown characters become their bytes.</summary>
    internal bool FallsBackToBytes { get; private set; }

    /// <summary>The number of the unknown piece.</summary>
    internal int UnknownPiece { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It cannot be read, is broken, or holds another kind of model than a unigram one.</exception>
    internal static SentencePieceFile Read(string path)
    {
        SentencePieceFile file = new(path);
        ProtobufReader model = new(TokenizerFiles.Read(path), path);
        while (model.Read())
        {
            switch (model.Field)
            {
                case 1: file.ReadPiece(model.Bytes); break;
                case 2: file.ReadTrainer(model.Bytes); break;
                case 3: file.ReadNormalizer(model.Bytes); break;
                default: break;
            }
        }

        file.UnknownPiece = file.Pieces.FindIndex(piece => piece.Kind == SentencePieceKind.Unknown);
        return file.UnknownPiece >= 0 && file.Pieces.Exists(piece => piece.Kind == SentencePieceKind.Normal) ? file
            : throw TokenizerJsonFile.Error(path, "has no unknown piece, or no pieces at all; it is no SentencePiece model. Download it again.");
    }

    private void ReadPiece(ReadOnlySpan<byte> message)
    {
        string content = "";
        float score = 0;
        SentencePieceKind kind = SentencePieceKind.Normal;
        ProtobufReader piece = new(message, Path);
        while (piece.Read())
        {
            switch (piece.Field)
            {
                case 1: content = Text(piece.Bytes); break;
                case 2: score = piece.Single; break;
                case 3: kind = (SentencePieceKind)piece.Number; break;
                default: break;
            }
        }

        Pieces.Add(float.IsFinite(score) && Enum.IsDefined(kind) && content.Length > 0 ? (content, score, kind)
            : throw TokenizerJsonFile.Error(Path, $"has piece {Pieces.Count} ('{content}') of kind {(int)kind} with the score {score}; download it again."));
    }

    private void ReadTrainer(ReadOnlySpan<byte> message)
    {
        ProtobufReader trainer = new(message, Path);
        while (trainer.Read())
        {
            switch (trainer.Field)
            {
                case 3 when trainer.Number != UnigramType:
                    throw TokenizerJsonFile.Error(
                        Path,
                        $"holds a SentencePiece model of kind {trainer.Number switch { 2 => "BPE", 3 => "word", 4 => "char", _ => "unknown" }}, which is not supported; unigram is. Add the tokenizer.json of the checkpoint.");
                case 24: TreatsWhitespaceAsSuffix = trainer.Number != 0; break;
                case 35: FallsBackToBytes = trainer.Number != 0; break;
                default: break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        ProtobufReader normalizer = new(message, Path);
        while (normalizer.Read())
        {
            switch (normalizer.Field)
            {
                case 2 when normalizer.Bytes.Length > 0: Map = CharacterMap.Read(normalizer.Bytes, Path); break;
                case 3: AddsDummyPrefix = normalizer.Number != 0; break;
                case 4: RemovesExtraWhitespace = normalizer.Number != 0; break;
                case 5: EscapesWhitespace = normalizer.Number != 0; break;
                default: break;
            }
        }
    }

    private string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new CheckpointException($"'{Path}' has a piece that is no UTF-8 text; download it again.", exception) { Path = Path };
        }
    }
}
