using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TransferLearning.TextClassification.Data;

/// <summary>The value of a JSON string, also of one that escapes half a surrogate pair, which <see cref="JsonElement.GetString"/> refuses.</summary>
internal static class JsonText
{
    internal static string Read(JsonElement value)
    {
        string raw = value.GetRawText();
        return raw.Contains("\\u", StringComparison.Ordinal) ? Unescape(raw.AsSpan(1, raw.Length - 2)) : value.GetString()!;
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        StringBuilder text = new(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(raw[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', char other => other });
        }

        return text.ToString();
    }
}
