namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Where special tokens stand around a text and around a pair.</summary>
/// <param name="Single">The pieces for one text.</param>
/// <param name="Pair">The pieces for a pair.</param>
internal sealed record SequenceTemplate(TemplatePiece[] Single, TemplatePiece[] Pair)
{
    /// <summary>The texts alone, one after the other.</summary>
    internal static SequenceTemplate Plain { get; } = new([TemplatePiece.Text(0, 0)], [TemplatePiece.Text(0, 0), TemplatePiece.Text(1, 0)]);

    /// <summary><c>[CLS] A [SEP]</c> and <c>[CLS] A [SEP] B [SEP]</c>, the second text and its end of type 1.</summary>
    internal static SequenceTemplate Bert(int classificationId, int separatorId) => new(
        [TemplatePiece.Special(classificationId, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(separatorId, 0)],
        [
            TemplatePiece.Special(classificationId, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(separatorId, 0),
            TemplatePiece.Text(1, 1), TemplatePiece.Special(separatorId, 1),
        ]);

    /// <summary><c>&lt;s&gt; A &lt;/s&gt;</c> and <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>, all of type 0.</summary>
    internal static SequenceTemplate Roberta(int classificationId, int separatorId) => new(
        [TemplatePiece.Special(classificationId, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(separatorId, 0)],
        [
            TemplatePiece.Special(classificationId, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(separatorId, 0),
            TemplatePiece.Special(separatorId, 0), TemplatePiece.Text(1, 0), TemplatePiece.Special(separatorId, 0),
        ]);

    /// <summary>BERT's with a first token of type 2.</summary>
    internal static SequenceTemplate Funnel(int classificationId, int separatorId)
    {
        SequenceTemplate bert = Bert(classificationId, separatorId);
        TemplatePiece first = TemplatePiece.Special(classificationId, 2);
        return new SequenceTemplate([first, .. bert.Single[1..]], [first, .. bert.Pair[1..]]);
    }

    /// <summary>How many special tokens a text or a pair gets.</summary>
    internal static int SpecialCount(TemplatePiece[] pieces) => pieces.Count(piece => piece.IsSpecial);
}
