using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Heads;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.DistilBert;

/// <summary>DistilBERT (Sanh et al. 2019): the reference implementation's <c>distilbert</c>.</summary>
internal static class DistilBertFamily
{
    private const string Layer = "transformer.layer.{n}.";

    internal static BertLikeFamily<PretrainedOptions> Instance { get; } = new(new BertLayout
    {
        Name = "distilbert",
        Prefix = "distilbert",
        Architecture = "DistilBertForSequenceClassification",
        Head = new ReferenceHeadKind("distilbert", "classifier.weight", shape => new DenseHead(shape, new()
        {
            Activation = input => nn.functional.relu(input),
            OutputDropout = shape.EncoderDropout,
            TensorNames = new(("dense", "pre_classifier")),
        })),
        HasTypes = false,
        Keys =
        [
            ("hidden_size", "dim"),
            ("num_hidden_layers", "n_layers"),
            ("num_attention_heads", "n_heads"),
            ("intermediate_size", "hidden_dim"),
            ("hidden_act", "activation"),
            ("hidden_dropout_prob", "dropout"),
            ("attention_probs_dropout_prob", "attention_dropout"),
        ],
        ClassifierDropoutKeys = ["seq_classif_dropout"],
        ClassifierDropout = 0.2,
        Layers = 6,
        Names = BertNames.Outside.With(
            ("layers.{n}.attention.query", Layer + "attention.q_lin"),
            ("layers.{n}.attention.key", Layer + "attention.k_lin"),
            ("layers.{n}.attention.value", Layer + "attention.v_lin"),
            ("layers.{n}.attention.output", Layer + "attention.out_lin"),
            ("layers.{n}.attention_norm", Layer + "sa_layer_norm"),
            ("layers.{n}.feed_forward.inner", Layer + "ffn.lin1"),
            ("layers.{n}.feed_forward.outer", Layer + "ffn.lin2"),
            ("layers.{n}.output_norm", Layer + "output_layer_norm")),
    });
}
