using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace TransferLearning.TextClassification.Evaluation;

/// <summary>Writes and reads reports. An error may be infinite.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    Converters = [typeof(TextTaskConverter)])]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationReportJson : JsonSerializerContext
{
    private static readonly Lazy<EvaluationReportJson> Readable = new(CreateReadable);

    internal static string Write(EvaluationReport report) => JsonSerializer.Serialize(report, Readable.Value.EvaluationReport);

    internal static EvaluationReport Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Readable.Value.EvaluationReport) ?? throw new TransferLearningException("The evaluation report is the JSON null; a JSON object is expected.");
        }
        catch (JsonException exception)
        {
            throw new TransferLearningException($"The text is not an evaluation report: {exception.Message}", exception);
        }
    }

    /// <summary>With labels in their own script. Called late, since the generated half of this class must set its static fields first.</summary>
    private static EvaluationReportJson CreateReadable() =>
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });

    /// <summary>Writes a task as <c>single_label</c>.</summary>
    private sealed class TextTaskConverter() : JsonStringEnumConverter<TextTask>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}
