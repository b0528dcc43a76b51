using TransferLearning.TextClassification.Families.Bert;

namespace TransferLearning.TextClassification.Families.Roberta;

/// <summary>RoBERTa (Liu et al. 2019): the reference implementation's <c>roberta</c>.</summary>
internal static class RobertaFamily
{
    internal static BertLikeFamily<PretrainedOptions> Instance { get; } = new(new BertLayout
    {
        Name = "roberta",
        Prefix = "roberta",
        Architecture = "RobertaForSequenceClassification",
        Head = RobertaHead.Kind,
        HasPooler = true,
        PositionsFollowPadding = true,
        VocabularySize = 50265,
        PaddingId = 1,
    });
}
