using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Reports;

/// <summary>Predictions as JSON Lines.</summary>
internal sealed class PredictionWriter : IDisposable
{
    // Lines for programs and terminals, not for HTML: only what JSON demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream output;
    private readonly bool withProbabilities;
    private readonly ArrayBufferWriter<byte> lines = new();
    private readonly Utf8JsonWriter json;

    internal PredictionWriter(Stream output, bool withProbabilities)
    {
        this.output = output;
        this.withProbabilities = withProbabilities;
        json = new(lines, Options);
    }

    internal void Write(IReadOnlyList<TextExample> examples, IReadOnlyList<Prediction> predictions)
    {
        for (int i = 0; i < examples.Count; i++)
        {
            WriteObject(examples[i].Input, predictions[i]);
            json.Flush();
            json.Reset();
            lines.Write("\n"u8);
        }

        Results.Write(() =>
        {
            output.Write(lines.WrittenSpan);
            output.Flush();
        });
        lines.ResetWrittenCount();
    }

    public void Dispose()
    {
        json.Dispose();
        output.Dispose();
    }

    private void WriteObject(TextInput input, Prediction prediction)
    {
        json.WriteStartObject();
        json.WriteString("text", input.Text);
        if (prediction.Task == TextTask.Regression)
        {
            json.WriteNumber("value", prediction.Value);
        }
        else
        {
            WriteLabels(prediction);
        }

        if (input.SecondText is { } second)
        {
            json.WriteString("text_b", second);
        }

        json.WriteEndObject();
    }

    private void WriteLabels(Prediction prediction)
    {
        json.WriteString("label", prediction.Label);
        json.WriteNumber("probability", prediction.Probability);
        if (prediction.Task == TextTask.MultiLabel)
        {
            json.WriteStartArray("labels");
            foreach (string label in prediction.Labels)
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
        }

        if (withProbabilities)
        {
            json.WriteStartObject("probabilities");
            foreach ((string label, float probability) in prediction.Probabilities)
            {
                json.WriteNumber(label, probability);
            }

            json.WriteEndObject();
        }
    }
}
