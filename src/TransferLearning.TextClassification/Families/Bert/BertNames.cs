using TransferLearning.TextClassification.Encoders;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>The names of the parameters in the checkpoints of families that are built like BERT.</summary>
internal static class BertNames
{
    /// <summary>Embeddings and pooler.</summary>
    internal static TensorNameTable Outside { get; } = new(
        ("embeddings.tokens", "embeddings.word_embeddings"),
        ("embeddings.positions", "embeddings.position_embeddings"),
        ("embeddings.types", "embeddings.token_type_embeddings"),
        ("embeddings.norm", "embeddings.LayerNorm"),
        ("embeddings.projection", "embeddings_project"),
        ("pooler", "pooler.dense"));

    /// <summary>Those of BERT, RoBERTa and ELECTRA.</summary>
    internal static TensorNameTable Usual { get; } = Outside.With(
        ("layers.{n}.attention.query", "encoder.layer.{n}.attention.self.query"),
        ("layers.{n}.attention.key", "encoder.layer.{n}.attention.self.key"),
        ("layers.{n}.attention.value", "encoder.layer.{n}.attention.self.value"),
        ("layers.{n}.attention.output", "encoder.layer.{n}.attention.output.dense"),
        ("layers.{n}.attention_norm", "encoder.layer.{n}.attention.output.LayerNorm"),
        ("layers.{n}.feed_forward.inner", "encoder.layer.{n}.intermediate.dense"),
        ("layers.{n}.feed_forward.outer", "encoder.layer.{n}.output.dense"),
        ("layers.{n}.output_norm", "encoder.layer.{n}.output.LayerNorm"));
}
