namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>An identifier, keyword or punctuation mark of a C# source, and how many braces are open before it.</summary>
internal readonly record struct SourceToken(string Text, int Line, int Depth)
{
    internal bool IsWord => Text.Length > 0 && (char.IsLetter(Text[0]) || Text[0] is '_');
}
