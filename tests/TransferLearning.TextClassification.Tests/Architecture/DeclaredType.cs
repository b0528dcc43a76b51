namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>A type that stands directly in a namespace.</summary>
internal sealed record DeclaredType(string Name, bool IsPublic, bool IsFileLocal, int Line);
