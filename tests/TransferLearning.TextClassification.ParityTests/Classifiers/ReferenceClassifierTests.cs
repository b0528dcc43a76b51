using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Classifiers;

/// <summary>Sequence-classification folders of the reference implementation, opened as they are: the same token ids and probabilities.</summary>
public sealed class ReferenceClassifierTests
{
    [Theory]
    [MemberData(nameof(ReferenceClassifiers.Names), MemberType = typeof(ReferenceClassifiers))]
    public void Answers_as_the_reference_does(string name) =>
        ReferenceClassifiers.AssertAnswers(ReferenceClassifiers.Folder(name), name, name == "bert-cased-multi-label" ? TextTask.MultiLabel : TextTask.SingleLabel);

    [Theory]
    [InlineData("albert", "albert", "AlbertForSequenceClassification")]
    [InlineData("bert", "bert", "BertForSequenceClassification")]
    [InlineData("camembert", "camembert", "CamembertForSequenceClassification")]
    [InlineData("deberta-v3", "deberta-v2", "DebertaV2ForSequenceClassification")]
    [InlineData("distilbert", "distilbert", "DistilBertForSequenceClassification")]
    [InlineData("electra", "electra", "ElectraForSequenceClassification")]
    [InlineData("gpt2", "gpt2", "GPT2ForSequenceClassification")]
    [InlineData("modernbert", "modernbert", "ModernBertForSequenceClassification")]
    [InlineData("mpnet", "mpnet", "MPNetForSequenceClassification")]
    [InlineData("roberta", "roberta", "RobertaForSequenceClassification")]
    [InlineData("xlm-roberta", "xlm-roberta", "XLMRobertaForSequenceClassification")]
    public void Info_reads_such_a_folder(string name, string family, string referenceClass)
    {
        ModelInfo info = ModelInfo.Read(ReferenceClassifiers.Folder(name));

        Assert.Equal((family, true, false, 128), (info.Family, info.IsClassifier, info.IsSavedClassifier, info.MaxTokens));
        Assert.Equal(referenceClass, info.ReferenceClass);
        Assert.Equal(["billing", "sports & leisure", "其他"], info.Labels);
        Assert.Empty(info.NewParts);
        Assert.True(info.Sizes.Count >= 5);
        Assert.Contains("tokens", info.Tokenizer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert-base-model", "bert", "head")]
    [InlineData("bert-masked-lm", "bert", "head", "pooler")]
    [InlineData("roberta-masked-lm", "roberta", "head")]
    [InlineData("distilbert-masked-lm", "distilbert", "head")]
    [InlineData("electra-pretraining", "electra", "head")]
    [InlineData("gpt2-lm-head", "gpt2", "head")]
    public void Info_reads_an_encoder_without_classifier_and_without_tokenizer(string name, string family, params string[] newParts)
    {
        ModelInfo info = ModelInfo.Read(SharedFolder.Path("goldens", "models", name));

        Assert.Equal((family, false, "none"), (info.Family, info.IsClassifier, info.Tokenizer));
        Assert.Null(info.ReferenceClass);
        Assert.Equal(newParts, info.NewParts);
    }
}
