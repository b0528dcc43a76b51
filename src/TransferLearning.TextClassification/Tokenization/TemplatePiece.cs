namespace TransferLearning.TextClassification.Tokenization;

/// <summary>A part of what an input becomes: a special token, or one of the texts.</summary>
/// <param name="Sequence">0 for the first text, 1 for the second, -1 for a special token.</param>
/// <param name="Id">The special token's id.</param>
/// <param name="TypeId">The token type id of its tokens.</param>
internal readonly record struct TemplatePiece(int Sequence, int Id, byte TypeId)
{
    internal bool IsSpecial => Sequence < 0;

    internal static TemplatePiece Special(int id, byte typeId) => new(-1, id, typeId);

    internal static TemplatePiece Text(int sequence, byte typeId) => new(sequence, 0, typeId);
}
