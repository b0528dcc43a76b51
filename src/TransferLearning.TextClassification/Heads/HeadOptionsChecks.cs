namespace TransferLearning.TextClassification.Heads;

/// <summary>What can be wrong with the options of heads.</summary>
internal static class HeadOptionsChecks
{
    internal const int LargestSize = 1 << 16;

    /// <summary>A sentence where a dropout is not from 0 to below 1.</summary>
    internal static IEnumerable<string> Dropout(string record, double? value) =>
        value is { } given && !(given is >= 0 and < 1) ? [FormattableString.Invariant($"{record}.Dropout is {given}; expected a number from 0 to below 1.")] : [];

    /// <summary>A sentence where a whole number is not from 1 to a largest.</summary>
    internal static IEnumerable<string> Size(string record, string member, int? value, int largest = LargestSize) =>
        value is { } given && (given < 1 || given > largest) ? [$"{record}.{member} is {given}; expected a whole number from 1 to {largest}."] : [];
}
