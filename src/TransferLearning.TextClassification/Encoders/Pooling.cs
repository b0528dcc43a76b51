namespace TransferLearning.TextClassification;

/// <summary>How the vectors of a text's tokens become one vector.</summary>
public enum Pooling
{
    /// <summary>The family's own pooler (BERT: a dense layer and tanh on the first token).</summary>
    Pooler,

    /// <summary>The vector of the first token.</summary>
    FirstToken,

    /// <summary>The mean over the text's tokens.</summary>
    Mean,

    /// <summary>The largest value of each dimension over the text's tokens.</summary>
    Max,

    /// <summary>The vector of the last token.</summary>
    LastToken,

    /// <summary>The last token's vector, the largest values and the mean, one behind the other: three times the size (Howard and Ruder 2018).</summary>
    LastMaxMean,

    /// <summary>Weighted sums over the text's tokens, with weights that are learnt (Lin et al. 2017).</summary>
    Attention,

    /// <summary>The means over the text's tokens after each of the last four layers, one behind the other, the last layer's last: up to four times the size (after Devlin et al. 2019, section 5.3).</summary>
    LastLayers,
}
