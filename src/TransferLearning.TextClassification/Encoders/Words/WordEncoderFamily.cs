using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.Words;

namespace TransferLearning.TextClassification.Encoders.Words;

/// <summary>A family whose encoders start from scratch, over words or characters learnt from the training texts.</summary>
internal abstract class WordEncoderFamily<TOptions> : EncoderFamily<TOptions>
    where TOptions : WordEncoderOptions
{
    internal override TextTokenizer LearnTokenizer(EncoderOptions options, IEnumerable<string> texts)
    {
        WordEncoderOptions own = (WordEncoderOptions)options;
        WordSplitter splitter = new(own.Unit ?? TextUnits.UsualFor(texts), own.LowerCase);
        int minimum = own.MinimumCount ?? (own.WordVectors is null ? 2 : 1);
        return new WordTokenizer(WordVocabularyBuilder.Build(texts, splitter, new(minimum, own.MaxVocabulary, own.UnknownBuckets)), splitter);
    }
}
