using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>Reads the <c>post_processor</c> of a <c>tokenizer.json</c> whose pieces are not WordPiece's.</summary>
internal static class PostProcessorReader
{
    /// <summary>The template and what is done to offsets; the texts alone where there is no post-processor.</summary>
    /// <exception cref="CheckpointException">It is of a kind that is not known, or incomplete.</exception>
    internal static (SequenceTemplate Template, OffsetTrimming Trimming) Read(JsonElement? stated, string path)
    {
        SequenceTemplate? template = null;
        OffsetTrimming trimming = OffsetTrimming.None;
        foreach (JsonElement step in stated is { } processor ? Steps(processor, path) : [])
        {
            string? type = TokenizerJsonFile.String(step, "type", path);
            if (type is "ByteLevel" or "RobertaProcessing" && (TokenizerJsonFile.Boolean(step, "trim_offsets", path) ?? true))
            {
                bool addsPrefixSpace = TokenizerJsonFile.Boolean(step, "add_prefix_space", path) ?? true;
                trimming = addsPrefixSpace ? OffsetTrimming.TrimmedAfterPrefixSpace : OffsetTrimming.Trimmed;
            }

            if (type != "ByteLevel")
            {
                template = template is null ? SequenceTemplateReader.Read(step, path)
                    : throw TokenizerJsonFile.Error(path, "has a post_processor that adds special tokens twice; one template is supported.");
            }
        }

        return (template ?? SequenceTemplate.Plain, trimming);
    }

    private static IEnumerable<JsonElement> Steps(JsonElement processor, string path) => TokenizerJsonFile.String(processor, "type", path) == "Sequence"
        ? TokenizerJsonFile.Array(processor, "processors", path).SelectMany(step => Steps(step, path))
        : [processor];
}
