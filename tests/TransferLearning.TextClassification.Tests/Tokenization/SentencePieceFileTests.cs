using System.Buffers.Binary;
using System.Text;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Tokenization;

/// <summary>A SentencePiece model alone, whole and broken.</summary>
public sealed class SentencePieceFileTests : IDisposable
{
    private const int UnigramModel = 1;
    private const int BpeModel = 2;

    private readonly TemporaryFolder folder = new();

    public SentencePieceFileTests() => File.WriteAllText(folder.File("config.json"), """{"model_type": "xlm-roberta"}""");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pieces_get_the_ids_of_the_family()
    {
        Write(Model(UnigramModel));

        PieceTokenizer tokenizer = TokenizerLoader.Load(folder.Path);

        // <s> ▁hi </s>; an unknown character is <unk>, 3; <mask> comes behind the pieces.
        Assert.Equal([0, 4, 2], tokenizer.Encode("hi", 64).Ids);
        Assert.Equal([0, 5, 3, 2], tokenizer.Encode("?", 64).Ids);
        Assert.Equal([0, 4, 6, 2], tokenizer.Encode("hi <mask>", 64).Ids);
        Assert.Equal("hi", tokenizer.Decode([0, 4, 2]));
    }

    [Theory]
    [InlineData("albert", "5,", "5 8")]
    [InlineData("albert", "35,", "9 10 8")]
    [InlineData("albert", "٣,", "4 11 8")]
    [InlineData("albert", "a,", "13")]
    [InlineData("albert", "5,a", "5 8 14")]
    [InlineData("albert", "a7,", "15 16")]
    [InlineData("xlm-roberta", "5,", "6")]
    public void Only_an_ALBERT_keeps_a_comma_apart_from_a_number(string modelType, string text, string pieces)
    {
        File.WriteAllText(folder.File("config.json"), $$"""{"model_type": "{{modelType}}"}""");
        byte[] model =
        [
            .. Piece("<pad>", 0, 3), .. Piece("<unk>", 0, 2), .. Piece("[CLS]", 0, 3), .. Piece("[SEP]", 0, 3), .. Piece("▁", -3, 1), .. Piece("▁5", -4, 1),
            .. Piece("▁5,", -1, 1), .. Piece("5,", -1, 1), .. Piece(",", -4, 1), .. Piece("▁3", -4, 1), .. Piece("5", -4, 1), .. Piece("٣", -4, 1), .. Piece("٣,", -1, 1),
            .. Piece("▁a,", -1, 1), .. Piece("a", -4, 1), .. Piece("▁a", -4, 1), .. Piece("7,", -1, 1),
        ];
        File.WriteAllBytes(folder.File("spiece.model"), model);

        int[] ids = TokenizerLoader.Load(folder.Path).EncodeWithoutSpecialTokens(text);

        int offset = modelType == "albert" ? 0 : 1;
        Assert.Equal(pieces, string.Join(' ', ids.Select(id => id - offset)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public void A_file_that_was_cut_short_is_refused(int missing)
    {
        byte[] model = Model(UnigramModel);

        AssertRefused(model[..^missing], "cut short", "download it again");
    }

    [Fact]
    public void A_file_of_another_kind_is_refused() => AssertRefused("version https://git-lfs.github.com/spec/v1\n"u8.ToArray(), "is no SentencePiece model", "download it again");

    [Fact]
    public void An_empty_file_is_refused() => AssertRefused([], "no unknown piece", "Download it again");

    [Fact]
    public void Another_kind_of_model_is_refused_by_name() => AssertRefused(Model(BpeModel), "of kind BPE", "Add the tokenizer.json");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_score_that_is_no_number_is_refused(float score) => AssertRefused([.. Model(UnigramModel), .. Piece("x", score, 1)], "piece 5 ('x')", "download it again");

    private static byte[] Model(int type) =>
    [
        .. Piece("<unk>", 0, 2), .. Piece("<s>", 0, 3), .. Piece("</s>", 0, 3), .. Piece("▁hi", -1, 1), .. Piece("▁", -2, 1),
        .. Message(2, [3 << 3, (byte)type]),
    ];

    private static byte[] Piece(string content, float score, byte kind)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(number, score);
        return Message(1, [.. Message(1, Encoding.UTF8.GetBytes(content)), (2 << 3) | 5, .. number, 3 << 3, kind]);
    }

    private static byte[] Message(int field, byte[] content) => [(byte)((field << 3) | 2), (byte)content.Length, .. content];

    private void AssertRefused(byte[] model, params string[] expected)
    {
        Write(model);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => TokenizerLoader.Load(folder.Path));
        Assert.All(["sentencepiece.bpe.model", .. expected], part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private void Write(byte[] model) => File.WriteAllBytes(folder.File("sentencepiece.bpe.model"), model);
}
