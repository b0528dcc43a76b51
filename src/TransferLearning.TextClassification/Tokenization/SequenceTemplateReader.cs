using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Reads the <c>post_processor</c> of a <c>tokenizer.json</c>.</summary>
internal static class SequenceTemplateReader
{
    /// <summary>The template that a post-processor describes.</summary>
    /// <exception cref="CheckpointException">It is of a kind that is not known, or incomplete.</exception>
    internal static SequenceTemplate Read(JsonElement processor, string path)
    {
        string? type = TokenizerJsonFile.String(processor, "type", path);
        return type switch
        {
            "TemplateProcessing" => new SequenceTemplate(ReadPieces(processor, "single", path), ReadPieces(processor, "pair", path)),
            "BertProcessing" => SequenceTemplate.Bert(ReadToken(processor, "cls", path), ReadToken(processor, "sep", path)),
            "RobertaProcessing" => SequenceTemplate.Roberta(ReadToken(processor, "cls", path), ReadToken(processor, "sep", path)),
            "Sequence" when TokenizerJsonFile.Array(processor, "processors", path).ToArray() is [JsonElement only] => Read(only, path),
            _ => throw TokenizerJsonFile.Error(
                path,
                $"has a post_processor of type '{type}'; TemplateProcessing, BertProcessing and RobertaProcessing are supported."),
        };
    }

    private static TemplatePiece[] ReadPieces(JsonElement processor, string name, string path)
    {
        List<TemplatePiece> pieces = [];
        foreach (JsonElement piece in TokenizerJsonFile.Array(processor, name, path))
        {
            if (TokenizerJsonFile.Member(piece, "Sequence") is { } sequence)
            {
                string? id = TokenizerJsonFile.String(sequence, "id", path);
                if (id is not ("A" or "B") || (id == "B" && name == "single"))
                {
                    throw TokenizerJsonFile.Error(path, $"has the sequence '{id}' in the \"{name}\" of its post_processor, where 'A'{(name == "pair" ? " or 'B'" : "")} was expected.");
                }

                pieces.Add(TemplatePiece.Text(id == "A" ? 0 : 1, ReadTypeId(sequence, path)));
            }
            else if (TokenizerJsonFile.Member(piece, "SpecialToken") is { } special)
            {
                string token = TokenizerJsonFile.String(special, "id", path) ?? "";
                JsonElement? known = TokenizerJsonFile.Member(processor, "special_tokens") is { } tokens ? TokenizerJsonFile.Member(tokens, token) : null;
                if (known is null)
                {
                    throw TokenizerJsonFile.Error(path, $"has '{token}' in its post_processor, but not in the \"special_tokens\" there; add its ids.");
                }

                byte typeId = ReadTypeId(special, path);
                pieces.AddRange(TokenizerJsonFile.Array(known.Value, "ids", path).Select(id => TemplatePiece.Special(TokenizerJsonFile.Integer(id, "ids", path), typeId)));
            }
            else
            {
                throw TokenizerJsonFile.Error(path, $"has a piece in the \"{name}\" of its post_processor that is neither Sequence nor SpecialToken.");
            }
        }

        int texts = name == "single" ? 1 : 2;
        if (pieces.Count(piece => !piece.IsSpecial) != texts || pieces.Where(piece => !piece.IsSpecial).Select(piece => piece.Sequence).Distinct().Count() != texts)
        {
            throw TokenizerJsonFile.Error(path, $"has a post_processor whose \"{name}\" does not hold each text once.");
        }

        return [.. pieces];
    }

    private static byte ReadTypeId(JsonElement piece, string path)
    {
        int typeId = TokenizerJsonFile.Member(piece, "type_id") is { } stated ? TokenizerJsonFile.Integer(stated, "type_id", path) : 0;
        return typeId <= byte.MaxValue ? (byte)typeId : throw TokenizerJsonFile.Error(path, $"has \"type_id\": {typeId}; 255 is the most.");
    }

    private static int ReadToken(JsonElement processor, string name, string path) => TokenizerJsonFile.Array(processor, name, path).ToArray() is [_, JsonElement id]
        ? TokenizerJsonFile.Integer(id, name, path)
        : throw TokenizerJsonFile.Error(path, $"has a post_processor without \"{name}\": [token, id].");
}
