using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Reads the <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    /// <summary>The normalizer, or null where there is none.</summary>
    /// <exception cref="CheckpointException">It is of a kind that is not known, or incomplete.</exception>
    internal static TextNormalizer? Read(JsonElement? stated, string path) => stated is { } normalizer ? Read(normalizer, path) : null;

    private static TextNormalizer Read(JsonElement normalizer, string path)
    {
        string? type = TokenizerJsonFile.String(normalizer, "type", path);
        return type switch
        {
            "NFC" => new UnicodeNormalizer(UnicodeForm.Nfc),
            "NFD" => new UnicodeNormalizer(UnicodeForm.Nfd),
            "NFKC" => new UnicodeNormalizer(UnicodeForm.Nfkc),
            "NFKD" => new UnicodeNormalizer(UnicodeForm.Nfkd),
            "Lowercase" => new LowercaseNormalizer(),
            "StripAccents" => new StripAccentsNormalizer(),
            "Nmt" => new NmtNormalizer(),
            "ByteLevel" => new ByteLevelNormalizer(),
            "Strip" => new StripNormalizer(Boolean(normalizer, "strip_left", true, path), Boolean(normalizer, "strip_right", true, path)),
            "Replace" => new ReplaceNormalizer(TextPattern.Read(normalizer, path), String(normalizer, "content", path)),
            "Prepend" => new PrependNormalizer(String(normalizer, "prepend", path)),
            "Precompiled" => new PrecompiledNormalizer(ReadMap(normalizer, path)),
            "BertNormalizer" => ReadBert(normalizer, path),
            "Sequence" => ReadSequence(normalizer, path),
            _ => throw TokenizerJsonFile.Error(
                path,
                $"has a normalizer of type '{type}', which is not supported; BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip and StripAccents are."),
        };
    }

    private static TextNormalizer ReadSequence(JsonElement normalizer, string path)
    {
        TextNormalizer[] steps = [.. TokenizerJsonFile.Array(normalizer, "normalizers", path).Select(step => Read(step, path))];
        return steps is [TextNormalizer only] ? only : new SequenceNormalizer(steps);
    }

    private static BertTextNormalizer ReadBert(JsonElement normalizer, string path)
    {
        bool lowerCases = Boolean(normalizer, "lowercase", true, path);
        return new BertTextNormalizer(
            Boolean(normalizer, "clean_text", true, path),
            Boolean(normalizer, "handle_chinese_chars", true, path),
            Boolean(normalizer, "strip_accents", lowerCases, path),
            lowerCases);
    }

    private static CharacterMap ReadMap(JsonElement normalizer, string path)
    {
        string encoded = String(normalizer, "precompiled_charsmap", path);
        byte[] bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out int length)
            ? CharacterMap.Read(bytes.AsSpan(0, length), path)
            : throw TokenizerJsonFile.Error(path, "has a \"precompiled_charsmap\" that is no base64; download it again.");
    }

    private static bool Boolean(JsonElement element, string name, bool usual, string path) => TokenizerJsonFile.Boolean(element, name, path) ?? usual;

    private static string String(JsonElement element, string name, string path) =>
        TokenizerJsonFile.String(element, name, path) ?? throw TokenizerJsonFile.Error(path, $"has a normalizer without \"{name}\".");
}
