using System.Text.Json;

namespace TransferLearning.TextClassification.Storage;

/// <summary>What is wrong with a JSON file, in words for people: the serializer's own messages name types of this library.</summary>
internal static class JsonProblem
{
    private const string BeforeMissingNames = "including: ";

    /// <summary>A clause such as <c>line 3: the value of $.files is not of the kind expected</c>, without a full stop.</summary>
    internal static string Describe(JsonException exception)
    {
        int names = exception.Message.LastIndexOf(BeforeMissingNames, StringComparison.Ordinal);
        bool namesType = exception.Message.Contains("could not be converted to", StringComparison.Ordinal) || exception.Message.Contains(" on type '", StringComparison.Ordinal);
        string text = namesType ? $"the value of {exception.Path} is not of the kind expected"
            : names >= 0 ? $"it lacks {exception.Message[(names + BeforeMissingNames.Length)..].TrimEnd('.')}"
            : CutBefore(CutBefore(exception.Message, " Path:"), " LineNumber:").TrimEnd('.');
        return exception.LineNumber is { } line && names < 0 ? FormattableString.Invariant($"line {line + 1}: {text}") : text;
    }

    private static string CutBefore(string text, string end) => text.IndexOf(end, StringComparison.Ordinal) is >= 0 and int at ? text[..at] : text;
}
