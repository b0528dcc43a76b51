using Activations = TransferLearning.TextClassification.Encoders.Blocks.Activation;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>What can be wrong with the options of a BERT.</summary>
internal static class BertOptionsChecks
{
    private const int LargestSize = 1 << 20;

    internal static IEnumerable<string> FindProblems(BertEncoderOptions options, bool isPretrained)
    {
        (string Name, int? Value)[] sizes =
        [
            ("HiddenSize", options.HiddenSize),
            ("Layers", options.Layers),
            ("AttentionHeads", options.AttentionHeads),
            ("IntermediateSize", options.IntermediateSize),
            ("Positions", options.Positions),
        ];
        (string Name, object? Value)[] structure = [.. sizes.Select(size => (size.Name, (object?)size.Value)), ("Activation", options.Activation)];
        List<string> problems = [];
        if (isPretrained)
        {
            problems.AddRange(structure.Where(part => part.Value is not null).Select(part =>
                $"BertEncoderOptions.{part.Name} is {part.Value}, beside a checkpoint; expected nothing, for the checkpoint brings its own."));
        }

        problems.AddRange(sizes.Where(size => size.Value is < 1 or > LargestSize).Select(size =>
            $"BertEncoderOptions.{size.Name} is {size.Value}; expected a whole number from 1 to {LargestSize}."));
        int hidden = options.HiddenSize ?? 128;
        int heads = options.AttentionHeads ?? 4;
        if (!isPretrained && heads >= 1 && hidden % heads != 0)
        {
            problems.Add($"BertEncoderOptions.HiddenSize is {hidden}; expected a multiple of the number of attention heads, {heads}.");
        }

        if (options.Activation is { } activation && Activations.Find(activation) is null)
        {
            problems.Add($"BertEncoderOptions.Activation is '{activation}'; expected one of {string.Join(", ", Activations.Names)}.");
        }

        if (options is { MaxTokens: { } tokens } && !isPretrained && tokens > (options.Positions ?? 512))
        {
            problems.Add($"BertEncoderOptions.MaxTokens is {tokens}; expected at most the number of positions, {options.Positions ?? 512}.");
        }

        foreach ((string name, double? value) in ((string, double?)[])[("HiddenDropout", options.HiddenDropout), ("AttentionDropout", options.AttentionDropout)])
        {
            if (value is { } dropout && !(dropout is >= 0 and < 1))
            {
                problems.Add(FormattableString.Invariant($"BertEncoderOptions.{name} is {dropout}; expected a number from 0 to below 1."));
            }
        }

        if (options.InitializerRange is { } range && !(range is > 0 and <= 10))
        {
            problems.Add(FormattableString.Invariant($"BertEncoderOptions.InitializerRange is {range}; expected a number above 0, at most 10."));
        }

        return problems;
    }
}
