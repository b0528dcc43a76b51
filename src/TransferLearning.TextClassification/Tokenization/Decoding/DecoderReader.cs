using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.PreTokenization;

namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Reads the <c>decoder</c> of a <c>tokenizer.json</c>.</summary>
internal static class DecoderReader
{
    /// <summary>The steps; none where there is no decoder.</summary>
    /// <exception cref="CheckpointException">One is of a kind that is not known, or incomplete.</exception>
    internal static IReadOnlyList<TokenDecoder> Read(JsonElement? stated, string path) => stated is { } decoder ? [.. ReadSteps(decoder, path)] : [];

    private static IEnumerable<TokenDecoder> ReadSteps(JsonElement decoder, string path)
    {
        string? type = TokenizerJsonFile.String(decoder, "type", path);
        switch (type)
        {
            case "ByteLevel":
                return [new ByteLevelDecoder()];
            case "Metaspace":
                (int mark, PrependScheme scheme, _) = PreTokenizerReader.ReadMetaspace(decoder, path);
                return [new MetaspaceDecoder(mark, scheme)];
            case "WordPiece":
                return [new PrefixDecoder(TokenizerJsonFile.String(decoder, "prefix", path) ?? "##")];
            case "BPEDecoder":
                return [new SuffixDecoder(TokenizerJsonFile.String(decoder, "suffix", path) ?? "</w>")];
            case "Fuse":
                return [new FuseDecoder()];
            case "ByteFallback":
                return [new ByteFallbackDecoder()];
            case "Strip" when TokenizerJsonFile.String(decoder, "content", path) is [char content]:
                return [new StripDecoder(content, Count(decoder, "start", path), Count(decoder, "stop", path))];
            case "Replace" when TokenizerJsonFile.Member(decoder, "pattern") is { } pattern && TokenizerJsonFile.String(pattern, "String", path) is { } searched:
                return [new ReplaceDecoder(searched, TokenizerJsonFile.String(decoder, "content", path) ?? "")];
            case "Sequence":
                return [.. TokenizerJsonFile.Array(decoder, "decoders", path).SelectMany(step => ReadSteps(step, path))];
            default:
                throw TokenizerJsonFile.Error(
                    path, $"has a decoder of type '{type}', which is not supported; BPEDecoder, ByteFallback, ByteLevel, Fuse, Metaspace, Replace (of a String), Sequence, Strip and WordPiece are.");
        }
    }

    private static int Count(JsonElement decoder, string name, string path) =>
        TokenizerJsonFile.Member(decoder, name) is { } count ? TokenizerJsonFile.Integer(count, name, path) : 0;
}
