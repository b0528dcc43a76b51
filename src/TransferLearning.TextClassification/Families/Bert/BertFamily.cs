using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>The BERT family: names and options of the reference implementation's <c>bert</c>.</summary>
internal sealed class BertFamily() : BertLikeFamily<BertEncoderOptions>(new BertLayout
{
    Name = "bert",
    Prefix = "bert",
    Architecture = "BertForSequenceClassification",
    Pooling = Pooling.Pooler,
    HasPooler = true,
})
{
    internal static BertFamily Instance { get; } = new();

    public override JsonObject Configure(BertEncoderOptions options, int vocabularySize)
    {
        int hidden = options.HiddenSize ?? 128;
        return new JsonObject
        {
            ["model_type"] = Name,
            ["vocab_size"] = vocabularySize,
            ["hidden_size"] = hidden,
            ["num_hidden_layers"] = options.Layers ?? 2,
            ["num_attention_heads"] = options.AttentionHeads ?? 4,
            ["intermediate_size"] = options.IntermediateSize ?? (4 * hidden),
            ["hidden_act"] = options.Activation ?? "gelu",
            ["hidden_dropout_prob"] = options.HiddenDropout ?? 0.1,
            ["attention_probs_dropout_prob"] = options.AttentionDropout ?? 0.1,
            ["max_position_embeddings"] = options.Positions ?? 512,
            ["type_vocab_size"] = 2,
            ["initializer_range"] = options.InitializerRange ?? 0.02,
            ["layer_norm_eps"] = 1e-12,
            ["pad_token_id"] = 0,
            ["position_embedding_type"] = "absolute",
        };
    }

    public override IEnumerable<string> FindProblems(BertEncoderOptions options, bool isPretrained) => BertOptionsChecks.FindProblems(options, isPretrained);

    public override void Adapt(BertEncoderOptions options, JsonObject configuration)
    {
        if (options.HiddenDropout is { } hidden)
        {
            configuration["hidden_dropout_prob"] = hidden;
        }

        if (options.AttentionDropout is { } attention)
        {
            configuration["attention_probs_dropout_prob"] = attention;
        }
    }
}
