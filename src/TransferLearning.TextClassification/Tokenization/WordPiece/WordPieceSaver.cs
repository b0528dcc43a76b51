using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>Writes a WordPiece tokenizer in the Hugging Face layout.</summary>
internal static class WordPieceSaver
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>
    /// Writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and, where a line a piece can say it, <c>vocab.txt</c>.
    /// </summary>
    internal static void Save(WordPieceModel model, string folder, int modelMaxLength)
    {
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), Configuration(model, modelMaxLength).ToJsonString(Relaxed));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Tokenizer(model).ToJsonString(Relaxed));
        string vocabularyPath = Path.Combine(folder, "vocab.txt");
        if (VocabularyFile.CanHold(model.Vocabulary.Ids))
        {
            VocabularyFile.Write(vocabularyPath, model.Vocabulary.Ids);
        }
        else
        {
            File.Delete(vocabularyPath); // one that stands there is another tokenizer's
        }
    }

    private static JsonObject Configuration(WordPieceModel model, int modelMaxLength)
    {
        JsonObject configuration = new()
        {
            ["tokenizer_class"] = model.TokenizerClass,
            ["model_max_length"] = modelMaxLength,
            ["do_lower_case"] = model.Switches.LowerCase,
            ["strip_accents"] = model.Switches.StripAccents,
            ["tokenize_chinese_chars"] = model.Switches.TokenizeChineseCharacters,
            ["unk_token"] = model.SpecialTokens.Unknown,
        };
        foreach ((string name, string content) in new[]
        {
            ("sep_token", model.SpecialTokens.Separator),
            ("pad_token", model.SpecialTokens.Padding),
            ("cls_token", model.SpecialTokens.Classification),
            ("mask_token", model.SpecialTokens.Mask),
        })
        {
            if (model.IdOf(content) is not null)
            {
                configuration[name] = content;
            }
        }

        JsonObject decoder = [];
        foreach (AddedToken token in model.AddedTokens.OrderBy(token => token.Id))
        {
            decoder[token.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Token(token);
        }

        configuration["added_tokens_decoder"] = decoder;
        return configuration;
    }

    private static JsonObject Tokenizer(WordPieceModel model)
    {
        JsonArray added = [];
        foreach (AddedToken token in model.AddedTokens.OrderBy(token => token.Id))
        {
            JsonObject entry = Token(token);
            entry.Insert(0, "id", token.Id);
            added.Add((JsonNode)entry);
        }

        JsonObject vocabulary = [];
        foreach ((string piece, int id) in model.Vocabulary.Ids.OrderBy(piece => piece.Value))
        {
            vocabulary[piece] = id;
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = model.Switches.CleanText,
                ["handle_chinese_chars"] = model.Switches.TokenizeChineseCharacters,
                ["strip_accents"] = model.Switches.StripAccents,
                ["lowercase"] = model.Switches.LowerCase,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = Template(model),
            ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = model.Vocabulary.ContinuationPrefix, ["cleanup"] = model.CleansUpDecoded },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = model.Vocabulary.UnknownToken,
                ["continuing_subword_prefix"] = model.Vocabulary.ContinuationPrefix,
                ["max_input_chars_per_word"] = model.Vocabulary.MaximumWordCharacters,
                ["vocab"] = vocabulary,
            },
        };
    }

    private static JsonObject Token(AddedToken token) => new()
    {
        ["content"] = token.Content,
        ["single_word"] = token.IsSingleWord,
        ["lstrip"] = token.StripsLeft,
        ["rstrip"] = token.StripsRight,
        ["normalized"] = token.IsNormalized,
        ["special"] = token.IsSpecial,
    };

    private static JsonObject Template(WordPieceModel model)
    {
        JsonObject specials = [];
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = Pieces(model, model.Template.Single, specials),
            ["pair"] = Pieces(model, model.Template.Pair, specials),
            ["special_tokens"] = specials,
        };
    }

    private static JsonArray Pieces(WordPieceModel model, TemplatePiece[] template, JsonObject specials)
    {
        JsonArray pieces = [];
        foreach (TemplatePiece piece in template)
        {
            string name = piece.Sequence == 0 ? "A" : "B";
            if (piece.IsSpecial)
            {
                name = model.ContentOf(piece.Id);
                specials[name] = new JsonObject { ["id"] = name, ["ids"] = new JsonArray(piece.Id), ["tokens"] = new JsonArray(name) };
            }

            pieces.Add((JsonNode)new JsonObject
            {
                [piece.IsSpecial ? "SpecialToken" : "Sequence"] = new JsonObject { ["id"] = name, ["type_id"] = (int)piece.TypeId },
            });
        }

        return pieces;
    }
}
