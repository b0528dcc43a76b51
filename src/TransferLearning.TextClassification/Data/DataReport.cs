using System.Text.Json;
using TransferLearning.TextClassification.Data;

namespace TransferLearning.TextClassification;

/// <summary>What a look over the data shows, before anything is trained on it. <see cref="ToString"/> is a table, <see cref="ToJson"/> the same for programs.</summary>
public sealed class DataReport
{
    internal DataReport()
    {
    }

    /// <summary>The file or folder, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The task that the targets ask for.</summary>
    public TextTask Task { get; init; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; init; }

    /// <summary>The number of rows that are pairs of texts.</summary>
    public int Pairs { get; init; }

    /// <summary>The number of rows without a target.</summary>
    public int UnlabelledRows { get; init; }

    /// <summary>The labels in ordinal order, with their rows; empty for a regression.</summary>
    public IReadOnlyList<LabelShare> Labels { get; init; } = [];

    /// <summary>Labels that differ only in case or in the blanks around them, those of one group together: each is a class of its own.</summary>
    public IReadOnlyList<IReadOnlyList<string>> SimilarLabels { get; init; } = [];

    /// <summary>The numbers of a regression, else null.</summary>
    public DistributionSummary? Numbers { get; init; }

    /// <summary>The lengths of the texts in characters (Unicode code points), of a pair both together; null without rows.</summary>
    public DistributionSummary? Characters { get; init; }

    /// <summary>The number of rows whose text is empty or white space.</summary>
    public int EmptyTexts { get; init; }

    /// <summary>The number of rows whose texts are equal to those of an earlier row.</summary>
    public int RepeatedRows { get; init; }

    /// <summary>The number of <see cref="RepeatedRows"/> whose target is another one than that of the earlier row.</summary>
    public int ContradictoryRows { get; init; }

    /// <summary>The same for the test data, or null.</summary>
    public DataReport? Test { get; init; }

    /// <summary>What the test data has in common with this data, or null without test data.</summary>
    public DataOverlap? Overlap { get; init; }

    /// <summary>The report as a table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => DataReportTable.Write(this);

    /// <summary>The report as JSON, with names in snake_case.</summary>
    /// <returns>One indented object.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, DataJsonContext.Readable.DataReport);

    internal static DataReport Create(TextDataset data, TextDataset? test) => DataReportBuilder.Build(data, test);
}
