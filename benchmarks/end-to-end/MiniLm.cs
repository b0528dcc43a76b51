using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The checkpoint that all systems run: MiniLM with a classifier of two labels, hidden size 384, 6 layers.</summary>
internal static class MiniLm
{
    internal static string Folder(string shared) => Path.Combine(shared, "models", "all-minilm-l6-v2");

    internal static TextTokenizer Tokenizer(string shared) => WordPieceLoader.Load(Folder(shared));

    internal static ClassificationModel Load(string shared) => LoadBert(Folder(shared), labels: 2, seed: 0);

    /// <summary>The classifier as an application has it, with weights of the head that are as good as any.</summary>
    internal static TransferClassifier Classifier(string shared, Precision precision, int maxTokens = 128)
    {
        ClassifierDescription description = new()
        {
            Family = BertFamily.Instance,
            Configuration = CheckpointFolder.ReadConfiguration(Folder(shared)).Json,
            Pooling = Pooling.Pooler,
            Head = LinearHeadKind.Instance,
            HeadOptions = new JsonObject(),
            Task = TextTask.SingleLabel,
            Labels = ["first", "second"],
            Tokenizer = Tokenizer(shared),
            MaxTokens = maxTokens,
        };
        return new(description, Load(shared), Computation.Create(torch.CPU, precision), release: null, history: null, configuration: null);
    }

    /// <summary>A BERT checkpoint with the reference's classifier: pooler, dropout, linear; what the checkpoint lacks is new.</summary>
    internal static ClassificationModel LoadBert(string folder, int labels, long seed)
    {
        NativeBackend.EnsureLoaded();
        EncoderConfiguration configuration = new() { Values = CheckpointFolder.ReadConfiguration(folder).Json, Pooling = Pooling.Pooler };
        TextEncoder encoder = BertFamily.Instance.Create(configuration);
        ClassificationModel model = new(BertFamily.Instance, encoder, new LinearHead(new HeadShape(encoder.HiddenSize, labels, 0.1), 0.1));
        model.Initialize(_ => true, seed, standardDeviation: 0.02);
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder);
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            string theirs = BertFamily.Instance.TensorNames.ToTheirs(name);
            if (tensors.Tensors.ContainsKey(theirs))
            {
                ParameterInitialization.Fill(parameter, values => tensors.Read(theirs, values));
            }
        }

        return model;
    }
}
