using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>Seeded texts of natural length spread, and a tokenizer that knows most of their words.</summary>
internal static class SampleTexts
{
    private static readonly string[] Words =
    [
        "the", "order", "was", "charged", "twice", "and", "nobody", "answers", "my", "messages", "parcel", "arrived", "broken", "please", "send",
        "another", "account", "password", "does", "not", "work", "on", "phone", "return", "label", "is", "missing", "how", "long", "will", "delivery", "take",
    ];

    internal static string[] Create(int count)
    {
        Random random = new(42);
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            int length = Math.Clamp((int)Math.Exp(3 + (0.7 * Gaussian(random))), 3, 120);
            texts[i] = string.Join(' ', Enumerable.Range(0, length).Select(_ => Words[random.Next(Words.Length)])) + ".";
        }

        return texts;
    }

    internal static WordPieceTokenizer CreateTokenizer() => WordPieceTokenizer.FromVocabulary(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", .. Words.Skip(4), .. "abcdefghijklmnopqrstuvwxyz".Select(letter => letter.ToString()),
            .. "abcdefghijklmnopqrstuvwxyz".Select(letter => "##" + letter)]);

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
