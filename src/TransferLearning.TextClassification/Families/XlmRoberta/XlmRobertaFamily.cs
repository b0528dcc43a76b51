using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Families.Roberta;

namespace TransferLearning.TextClassification.Families.XlmRoberta;

/// <summary>XLM-RoBERTa (Conneau et al. 2020): the reference implementation's <c>xlm-roberta</c>.</summary>
internal static class XlmRobertaFamily
{
    internal static BertLikeFamily<PretrainedOptions> Instance { get; } = new(new BertLayout
    {
        Name = "xlm-roberta",
        Prefix = "roberta",
        Architecture = "XLMRobertaForSequenceClassification",
        Head = RobertaHead.Kind,
        HasPooler = true,
        PositionsFollowPadding = true,
        PaddingId = 1,
    });
}
