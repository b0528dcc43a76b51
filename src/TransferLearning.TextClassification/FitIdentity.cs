using System.Globalization;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Storage;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification;

/// <summary>What is trained on what, text by name: a training that is continued has to have the same.</summary>
internal static class FitIdentity
{
    /// <summary>The model and the rows of one classifier.</summary>
    internal static Dictionary<string, string> Of(Resolution resolution, TextDataset train, TextDataset? validation)
    {
        ClassifierDescription description = resolution.Description;
        return new(StringComparer.Ordinal)
        {
            ["encoder"] = description.Family.Name,
            ["encoder_configuration"] = description.Configuration.ToJsonString(),
            ["pooling"] = PoolingNames.NameOf(description.Pooling),
            ["head"] = description.Head.Name,
            ["head_options"] = description.HeadOptions.ToJsonString(),
            ["loss"] = resolution.Loss.Name,
            ["loss_options"] = resolution.Loss.OptionsJson,
            ["task"] = description.Task.ToString(),
            ["labels"] = string.Join(" | ", description.Labels),
            ["max_tokens"] = description.MaxTokens.ToString(CultureInfo.InvariantCulture),
            ["tokenizer"] = TokenizerHash.Of(description.Tokenizer, description.MaxTokens),
            ["training_rows"] = Rows(train),
            ["validation_rows"] = validation is null ? "none" : Rows(validation),
        };
    }

    /// <summary>The same for several tasks that are trained together.</summary>
    internal static Dictionary<string, string> Of(
        IReadOnlyList<string> tasks, double temperature, IReadOnlyList<Resolution> resolutions, IReadOnlyList<TextDataset> train, IReadOnlyList<TextDataset?> validation)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal)
        {
            ["tasks"] = string.Join(" | ", tasks),
            ["temperature"] = temperature.ToString(CultureInfo.InvariantCulture),
        };
        for (int i = 0; i < tasks.Count; i++)
        {
            foreach ((string name, string text) in Of(resolutions[i], train[i], validation[i]))
            {
                all.Add($"{name} of task {i + 1}", text);
            }
        }

        return all;
    }

    /// <summary>How many there are, and a hash of texts and targets in order.</summary>
    private static string Rows(TextDataset rows)
    {
        using ContentHash hash = new();
        foreach (TextExample row in rows)
        {
            hash.Add(row.Input.Text);
            hash.Add(row.Input.SecondText);
            hash.Add<int>([row.Target?.Labels.Length ?? -1]);
            foreach (string label in row.Target?.Labels ?? [])
            {
                hash.Add(label);
            }

            hash.Add<double>([row.Target?.Number ?? double.NaN]);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{rows.Count} rows, SHA-256 {hash.Finish()[..12]}…");
    }
}
