using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>One after the other, each on the words of the one before.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<TextPreTokenizer> steps) : TextPreTokenizer
{
    internal IReadOnlyList<TextPreTokenizer> Steps => steps;

    internal override void Split(AlignedText part, List<AlignedText> words)
    {
        List<AlignedText> current = [part];
        foreach (TextPreTokenizer step in steps)
        {
            List<AlignedText> next = [];
            foreach (AlignedText word in current)
            {
                step.Split(word, next);
            }

            current = next;
        }

        words.AddRange(current);
    }
}
