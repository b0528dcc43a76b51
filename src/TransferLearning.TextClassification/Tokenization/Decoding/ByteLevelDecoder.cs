using System.Runtime.InteropServices;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Turns the characters that stand for bytes into bytes, and these into text; what is no UTF-8 becomes U+FFFD.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    internal override List<string> Decode(List<string> tokens)
    {
        List<byte> bytes = [];
        foreach (string token in tokens)
        {
            ByteAlphabet.AddBytes(token, bytes);
        }

        return [Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes))];
    }
}
