using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Tests.Root;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>Folders of checkpoints with new weights and a vocabulary of the toy data's words.</summary>
internal static class EncoderFolder
{
    private static readonly string[] SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>Writes a folder beside the tests, over one of an earlier run.</summary>
    internal static string Write(string name, EncoderFamily family, JsonObject configuration)
    {
        NativeBackend.EnsureLoaded();
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "encoder-folders", name)).FullName;
        EncoderConfiguration values = new() { Values = configuration, Pooling = family.ClassifierPooling(configuration) };
        TextEncoder encoder = family.Create(values);
        using ClassificationModel model = new(family, encoder, OwnHead.Of(family).Create([], new HeadShape(encoder.TextVectorSize, 2, 0) { Encoder = values }));
        model.Initialize(_ => true, seed: 5, standardDeviation: 0.1);
        File.WriteAllText(Path.Combine(folder, "config.json"), configuration.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{ "tokenizer_class": "BertTokenizer" }""");
        IEnumerable<string> words = ToyData.Inputs.SelectMany(input => input.Text.Split(' ')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), SpecialTokens.Concat(words).Take(TinyModels.VocabularySize));
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), ModelAssembly.Tensors(model));
        return folder;
    }
}
