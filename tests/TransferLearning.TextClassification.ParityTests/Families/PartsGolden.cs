using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.ParityTests.Families;

/// <summary>The inputs of <c>goldens/parts/cnn-rnn.safetensors</c>: padded rows with their lengths.</summary>
internal static class PartsGolden
{
    internal static List<TokenizedText> Texts(GoldenTensors golden)
    {
        float[] ids = golden["input.ids"];
        int longest = (int)golden.Shape("input.ids")[1];
        return [.. golden["input.lengths"].Select((length, row) => new TokenizedText([.. ids.Skip(row * longest).Take((int)length).Select(id => (int)id)], null, false))];
    }
}
