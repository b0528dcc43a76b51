using System.Diagnostics.CodeAnalysis;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>Neighbouring texts of a <see cref="TokenBatch"/> that have the same length.</summary>
/// <param name="FirstText">The position of the first text in the batch.</param>
/// <param name="TextCount">How many texts, at least 1.</param>
/// <param name="FirstToken">The position of the first token in the batch.</param>
/// <param name="Length">Tokens a text, at least 1.</param>
[Experimental("TLTC1001")]
public readonly record struct TokenGroup(int FirstText, int TextCount, int FirstToken, int Length)
{
    /// <summary>Tokens of the whole group.</summary>
    public int TokenCount => TextCount * Length;
}
