using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace TransferLearning.TextClassification.Cli.Options;

/// <summary>Options whose mistakes are found on parsing, with a message that names the option, what was given and what is expected.</summary>
internal static class OptionKinds
{
    internal static Option<string> Path(string name, string description, string helpName, bool required = true) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Required = required,
        CustomParser = result => result.Tokens[0].Value is { Length: > 0 } path ? path : Refuse<string>(result, name, "a path"),
    };

    internal static Option<int> WholeNumber(string name, string description, int defaultValue, int minimum = 1) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => ParseWholeNumber(result, name, minimum) ?? 0,
    };

    /// <summary>A whole number that something else decides where it is not given.</summary>
    internal static Option<int?> OptionalWholeNumber(string name, string description, int minimum = 1) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => ParseWholeNumber(result, name, minimum),
    };

    internal static Option<long> Seed(string name, string description, long defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed)
            ? seed
            : Refuse<long>(result, name, "a whole number"),
    };

    /// <summary>A number that something else decides where it is not given.</summary>
    internal static Option<double?> OptionalNumber(string name, string description, Func<double, bool> isAllowed, string expected) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && isAllowed(number)
            ? number
            : Refuse<double?>(result, name, expected),
    };

    internal static Option<double> Number(string name, string description, double defaultValue, Func<double, bool> isAllowed, string expected) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && isAllowed(number)
            ? number
            : Refuse<double>(result, name, expected),
    };

    /// <summary>One of several words.</summary>
    internal static Option<string> Choice(string name, string description, string defaultValue, params string[] words) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', words),
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => words.FirstOrDefault(word => string.Equals(word, result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase))
            ?? Refuse<string>(result, name, "one of " + string.Join(", ", words)),
    };

    internal static Option<Precision> Precision() => new("--precision")
    {
        Description = "The numbers of the matrix products; auto is bfloat16 where the device multiplies it faster, else float32; float16 needs a CUDA device",
        HelpName = "auto|float32|bfloat16|float16",
        DefaultValueFactory = _ => TextClassification.Precision.Auto,
        CustomParser = result => result.Tokens[0].Value.ToUpperInvariant() switch
        {
            "AUTO" => TextClassification.Precision.Auto,
            "FLOAT32" => TextClassification.Precision.Float32,
            "BFLOAT16" => TextClassification.Precision.BFloat16,
            "FLOAT16" => TextClassification.Precision.Float16,
            _ => Refuse<Precision>(result, "--precision", "one of auto, float32, bfloat16, float16"),
        },
    };

    internal static Option<ComputeDevice> Device() => new("--device")
    {
        Description = "Where it computes: auto, cpu, cuda or cuda:N",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => ComputeDevice.Auto,
        CustomParser = result => ComputeDevice.TryParse(result.Tokens[0].Value, out ComputeDevice? device)
            ? device
            : Refuse<ComputeDevice>(result, "--device", "auto, cpu, cuda or cuda:N"),
    };

    internal static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError($"{name} is '{result.Tokens[0].Value}'; expected {expected}.");
        return default;
    }

    private static int? ParseWholeNumber(ArgumentResult result, string name, int minimum) =>
        int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : Refuse<int?>(result, name, $"a whole number of at least {minimum}");
}
