namespace TransferLearning.TextClassification;

/// <summary>What every encoder can be told.</summary>
public abstract record EncoderOptions
{
    /// <summary>How token vectors become a text's vector. Default: null, which takes the checkpoint's own (a pooler where it has one, else what its <c>1_Pooling</c> says).</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Texts are cut at this many tokens, special tokens included. Default: null, which takes the smallest of 128 (see <see cref="TrainingDefaults.MaxTokens"/>), the tokenizer's <c>model_max_length</c> and the position table.</summary>
    public int? MaxTokens { get; init; }
}
