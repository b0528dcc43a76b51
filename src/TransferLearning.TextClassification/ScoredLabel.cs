namespace TransferLearning.TextClassification;

/// <summary>A label and its probability.</summary>
/// <param name="Label">The label.</param>
/// <param name="Probability">From 0 to 1.</param>
public readonly record struct ScoredLabel(string Label, float Probability)
{
    /// <summary>The label and its probability in percent.</summary>
    /// <returns>For example <c>billing 97 %</c>.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Label} {Math.Round(100 * (double)Probability, MidpointRounding.AwayFromZero):0} %");
}
