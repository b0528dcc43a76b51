using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Labels and task as <c>config.json</c> says them: <c>id2label</c>, <c>label2id</c>, <c>problem_type</c>.</summary>
internal static class LabelMap
{
    private static readonly (TextTask Task, string Name)[] ProblemTypes =
    [
        (TextTask.SingleLabel, "single_label_classification"),
        (TextTask.MultiLabel, "multi_label_classification"),
        (TextTask.Regression, "regression"),
    ];

    /// <summary>The task and, but for a regression, the labels in the order of the scores.</summary>
    /// <exception cref="CheckpointException">They contradict each other or are no labels.</exception>
    internal static (TextTask Task, IReadOnlyList<string> Labels) Read(CheckpointConfiguration configuration)
    {
        string[] labels = ReadLabels(configuration);
        string problemType = configuration.GetString("problem_type", labels.Length == 1 ? "regression" : "single_label_classification");
        foreach ((TextTask task, string name) in ProblemTypes)
        {
            if (name != problemType)
            {
                continue;
            }

            if (task == TextTask.Regression)
            {
                return labels.Length == 1
                    ? (task, [])
                    : throw configuration.Wrong("problem_type", $"there are {labels.Length} labels, and a regression of more than one number is not known here");
            }

            return (task, labels);
        }

        throw configuration.Wrong("problem_type", $"one of {string.Join(", ", ProblemTypes.Select(pair => pair.Name))} is expected");
    }

    /// <summary>Writes labels and task.</summary>
    internal static void Write(JsonObject configuration, TextTask task, IReadOnlyList<string> labels)
    {
        JsonObject names = [];
        JsonObject numbers = [];
        IReadOnlyList<string> written = task == TextTask.Regression ? ["LABEL_0"] : labels;
        for (int i = 0; i < written.Count; i++)
        {
            names[i.ToString(CultureInfo.InvariantCulture)] = written[i];
            numbers[written[i]] = i;
        }

        configuration["id2label"] = names;
        configuration["label2id"] = numbers;
        configuration["problem_type"] = ProblemTypes.First(pair => pair.Task == task).Name;
        configuration.Remove("num_labels"); // id2label says it
    }

    /// <summary>A label as it is written; a number, which some folders have, by its digits.</summary>
    private static string? Label(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : CheckpointConfiguration.Text(value);

    private static string[] ReadLabels(CheckpointConfiguration configuration)
    {
        if (!configuration.Has("id2label"))
        {
            int count = configuration.GetInt("num_labels", 2, minimum: 1, maximum: 1 << 20);
            return [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"LABEL_{i}"))];
        }

        JsonObject names = configuration.GetObject("id2label");
        string?[] labels = new string?[names.Count];
        foreach ((string key, JsonNode? value) in names)
        {
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= labels.Length
                || Label(value) is not { Length: > 0 } label)
            {
                throw configuration.Wrong("id2label", $"a label for each number from 0 to {labels.Length - 1} is expected");
            }

            labels[id] = label;
        }

        if (labels.Length == 0 || labels.Contains(null) || labels.Distinct(StringComparer.Ordinal).Count() != labels.Length)
        {
            throw configuration.Wrong("id2label", "at least one label, and each once, is expected");
        }

        return labels!;
    }
}
