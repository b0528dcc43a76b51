using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Writes spaces as a visible mark and cuts before each.</summary>
internal sealed class MetaspacePreTokenizer(int mark, PrependScheme scheme, bool splits) : TextPreTokenizer
{
    /// <summary>U+2581, the usual mark.</summary>
    internal const int UsualMark = 0x2581;

    /// <summary>Whether each text gets the usual mark at its beginning and is cut before each further one.</summary>
    internal bool IsUsual => mark == UsualMark && scheme == PrependScheme.Always && splits;

    internal override void Split(AlignedText part, List<AlignedText> words)
    {
        part.Map(codePoint => codePoint == ' ' ? mark : codePoint);
        bool isPrepended = scheme == PrependScheme.Always || (scheme == PrependScheme.First && part.OriginStart == 0);
        if (isPrepended && part.Count > 0 && part[0] != mark)
        {
            part.Prepend([mark]);
        }

        if (splits)
        {
            Splitting.Split(part, codePoint => codePoint == mark, SplitBehavior.MergedWithNext, words);
        }
        else
        {
            words.Add(part);
        }
    }
}
