using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Families.Roberta;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Electra;

/// <summary>ELECTRA's discriminator (Clark et al. 2020): the reference implementation's <c>electra</c>.</summary>
internal static class ElectraFamily
{
    internal static BertLikeFamily<PretrainedOptions> Instance { get; } = new(new BertLayout
    {
        Name = "electra",
        Prefix = "electra",
        Architecture = "ElectraForSequenceClassification",
        Head = RobertaHead.OfActivation("electra", nn.functional.gelu),
        HasEmbeddingSize = true,
        HiddenSize = 256,
        AttentionHeads = 4,
        IntermediateSize = 1024,
    });
}
