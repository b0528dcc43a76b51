using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Turns runs of byte tokens, <c>&lt;0xE4&gt;</c>, into text; a run that is no UTF-8 becomes a U+FFFD for each byte.</summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal override List<string> Decode(List<string> tokens)
    {
        List<string> decoded = [];
        List<byte> bytes = [];
        foreach (string token in tokens)
        {
            if (token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
                && byte.TryParse(token.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, decoded);
            decoded.Add(token);
        }

        Flush(bytes, decoded);
        return decoded;
    }

    private static void Flush(List<byte> bytes, List<string> decoded)
    {
        if (bytes.Count == 0)
        {
            return;
        }

        try
        {
            decoded.Add(Strict.GetString(CollectionsMarshal.AsSpan(bytes)));
        }
        catch (DecoderFallbackException)
        {
            decoded.AddRange(Enumerable.Repeat("\uFFFD", bytes.Count));
        }

        bytes.Clear();
    }
}
