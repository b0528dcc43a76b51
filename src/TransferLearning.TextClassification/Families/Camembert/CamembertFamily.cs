using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Families.Roberta;

namespace TransferLearning.TextClassification.Families.Camembert;

/// <summary>CamemBERT (Martin et al. 2020): the reference implementation's <c>camembert</c>.</summary>
internal static class CamembertFamily
{
    internal static BertLikeFamily<PretrainedOptions> Instance { get; } = new(new BertLayout
    {
        Name = "camembert",
        Prefix = "roberta",
        Architecture = "CamembertForSequenceClassification",
        Head = RobertaHead.Kind,
        HasPooler = true,
        PositionsFollowPadding = true,
        PaddingId = 1,
    });
}
