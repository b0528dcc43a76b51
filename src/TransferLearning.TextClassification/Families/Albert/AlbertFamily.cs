using TransferLearning.TextClassification.Families.Bert;

namespace TransferLearning.TextClassification.Families.Albert;

/// <summary>ALBERT (Lan et al. 2020), whose layers share their weights: the reference implementation's <c>albert</c>.</summary>
internal static class AlbertFamily
{
    private const string Layer = "encoder.albert_layer_groups.{n}.albert_layers.0.";

    internal static BertLikeFamily<PretrainedOptions> Instance { get; } = new(new BertLayout
    {
        Name = "albert",
        Prefix = "albert",
        Architecture = "AlbertForSequenceClassification",
        Pooling = Pooling.Pooler,
        HasPooler = true,
        HasEmbeddingSize = true,
        AlwaysProjects = true,
        SharesLayers = true,
        ClassifierDropoutKeys = ["classifier_dropout_prob"],
        VocabularySize = 30000,
        HiddenSize = 4096,
        AttentionHeads = 64,
        IntermediateSize = 16384,
        Dropout = 0,
        Activation = "gelu_new",
        Names = BertNames.Outside.With(
            ("embeddings.projection", "encoder.embedding_hidden_mapping_in"),
            ("pooler", "pooler"),
            ("layers.{n}.attention.query", Layer + "attention.query"),
            ("layers.{n}.attention.key", Layer + "attention.key"),
            ("layers.{n}.attention.value", Layer + "attention.value"),
            ("layers.{n}.attention.output", Layer + "attention.dense"),
            ("layers.{n}.attention_norm", Layer + "attention.LayerNorm"),
            ("layers.{n}.feed_forward.inner", Layer + "ffn"),
            ("layers.{n}.feed_forward.outer", Layer + "ffn_output"),
            ("layers.{n}.output_norm", Layer + "full_layer_layer_norm")),
    });
}
