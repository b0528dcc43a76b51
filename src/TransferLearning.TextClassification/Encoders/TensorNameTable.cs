using System.Collections.Immutable;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>Our parameter names and a checkpoint family's, as pairs of beginnings; <c>{n}</c> stands for a number.</summary>
/// <param name="pairs">Our beginning and theirs; whole name segments, the first that fits counts.</param>
internal sealed class TensorNameTable(params ImmutableArray<(string Ours, string Theirs)> pairs)
{
    internal static TensorNameTable Identity { get; } = new([]);

    /// <summary>The same table with more pairs, which count before its own.</summary>
    internal TensorNameTable With(params ImmutableArray<(string Ours, string Theirs)> more) => new([.. more, .. pairs]);

    /// <summary>The checkpoint's name of one of our parameters.</summary>
    internal string ToTheirs(string ours)
    {
        string[] segments = ours.Split('.');
        foreach ((string pattern, string replacement) in pairs)
        {
            string[] wanted = pattern.Split('.');
            if (Matches(segments, wanted, out string? number))
            {
                string rest = string.Join('.', segments.Skip(wanted.Length).Prepend(replacement));
                return number is null ? rest : rest.Replace("{n}", number, StringComparison.Ordinal);
            }
        }

        return ours;
    }

    private static bool Matches(string[] segments, string[] wanted, out string? number)
    {
        number = null;
        if (segments.Length < wanted.Length)
        {
            return false;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "{n}")
            {
                number = segments[i];
            }
            else if (wanted[i] != segments[i])
            {
                return false;
            }
        }

        return true;
    }
}
