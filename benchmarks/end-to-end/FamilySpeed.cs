using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Every transformer family with random weights of MiniLM's sizes on the same token ids: speed beside BERT's in the same process, so that multiplications per text are the same for all.</summary>
internal static class FamilySpeed
{
    private const int BatchSize = 32;

    private const string Usual = """
        "hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12, "intermediate_size": 1536, "max_position_embeddings": 514, "vocab_size": 30527
        """;

    private static readonly string[] Labels = ["first", "second"];

    /// <summary>BERT first: the others are divided by it. ModernBERT's inner size is two thirds, for its gate makes it half as large again.</summary>
    private static readonly (string Family, string Configuration)[] Families =
    [
        ("bert", Usual),
        ("roberta", Usual + """, "type_vocab_size": 1, "pad_token_id": 1"""),
        ("distilbert", """ "dim": 384, "n_layers": 6, "n_heads": 12, "hidden_dim": 1536, "vocab_size": 30527"""),
        ("electra", Usual + """, "embedding_size": 384"""),
        ("albert", Usual + """, "embedding_size": 384, "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1"""),
        ("mpnet", Usual),
        ("gpt2", """ "n_embd": 384, "n_layer": 6, "n_head": 12, "vocab_size": 30527"""),
        ("modernbert", """ "hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12, "intermediate_size": 1024, "vocab_size": 30527, "pad_token_id": 0, "attention_dropout": 0.1, "mlp_dropout": 0.1, "embedding_dropout": 0.1"""),
        ("deberta-v2", Usual + """, "relative_attention": true, "position_buckets": 256, "norm_rel_ebd": "layer_norm", "share_att_key": true, "pos_att_type": "p2c|c2p", "position_biased_input": false"""),
    ];

    internal static string Table(string shared, Workload workload, Precision precision, int rounds)
    {
        TextTokenizer tokenizer = MiniLm.Tokenizer(shared);
        TextExample[] rows = [.. workload.Read(shared)];
        StringBuilder table = new(string.Create(CultureInfo.InvariantCulture, $"{workload.Name}, {precision}, medians of {rounds} rounds\n\n| family | predict texts/s | of BERT | train texts/s | of BERT |\n|---|---|---|---|---|\n"));
        double[][] predict = new double[Families.Length][];
        double[][] train = new double[Families.Length][];
        for (int family = 0; family < Families.Length; family++)
        {
            (predict[family], train[family]) = (new double[rounds], new double[rounds]);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int family = 0; family < Families.Length; family++)
            {
                predict[family][round] = rows.Length / Predict(Families[family], tokenizer, rows, workload.MaxTokens, precision);
                train[family][round] = rows.Length / Train(Families[family], tokenizer, rows, workload.MaxTokens, precision);
            }
        }

        for (int family = 0; family < Families.Length; family++)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"| {Families[family].Family} | {Median(predict[family]):F0} | {Median(Ratios(predict, family)):F2} | {Median(train[family]):F0} | {Median(Ratios(train, family)):F2} |");
        }

        return table.ToString();
    }

    private static double Predict((string Family, string Configuration) family, TextTokenizer tokenizer, IReadOnlyList<TextExample> rows, int maxTokens, Precision precision)
    {
        using ClassificationModel model = Create(family);
        using Computation computation = Computation.Create(torch.CPU, precision);
        TextScorer scorer = new(model, tokenizer, maxTokens, computation);
        TokenizedText[] texts = scorer.Tokenize([.. rows.Select(row => row.Input)], CancellationToken.None);
        scorer.Logits(texts[..BatchSize], CancellationToken.None); // warm-up
        Stopwatch watch = Stopwatch.StartNew();
        scorer.Logits(texts, CancellationToken.None);
        return watch.Elapsed.TotalSeconds;
    }

    private static double Train((string Family, string Configuration) family, TextTokenizer tokenizer, IReadOnlyList<TextExample> rows, int maxTokens, Precision precision)
    {
        using ClassificationModel model = Create(family);
        Fit(rows.Take(BatchSize)); // warm-up
        return Fit(rows);

        double Fit(IEnumerable<TextExample> examples)
        {
            TextDataset train = TextDataset.FromExamples(examples.Select((row, i) => new TextExample(row.Input, TextTarget.FromLabel(Labels[i % 2]))));
            using ClassificationObjective objective = new(
                new ClassificationTask(model, tokenizer, maxTokens, new CrossEntropyKind(new CrossEntropyOptions()), TextTask.SingleLabel, Labels, train, null, NullLogger.Instance, CancellationToken.None), new TrainingOptions { Precision = precision });
            Trainer trainer = new(
                new TrainingOptions { Epochs = 1, BatchSize = BatchSize, Device = ComputeDevice.Cpu }, new AdamWKind(new AdamWOptions()), LearningRateSchedule.Constant(), [], NullLogger.Instance);
            Stopwatch watch = Stopwatch.StartNew();
            trainer.Run(objective, null, CancellationToken.None);
            return watch.Elapsed.TotalSeconds;
        }
    }

    private static ClassificationModel Create((string Family, string Configuration) chosen)
    {
        NativeBackend.EnsureLoaded();
        JsonObject values = JsonNode.Parse($$"""{ "model_type": "{{chosen.Family}}", {{chosen.Configuration}} }""")!.AsObject();
        EncoderFamily family = KnownKinds.BuiltIn.FamilyOf(new CheckpointConfiguration("config.json", values));
        EncoderConfiguration configuration = new() { Values = values, Pooling = family.ClassifierPooling(values) };
        TextEncoder encoder = family.Create(configuration);
        ClassificationModel model = new(family, encoder, OwnHead.Of(family).Create([], new HeadShape(encoder.TextVectorSize, Labels.Length, 0.1) { Encoder = configuration }));
        model.Initialize(_ => true, seed: 0, standardDeviation: 0.02);
        return model;
    }

    private static IEnumerable<double> Ratios(double[][] all, int family) => all[family].Select((value, round) => value / all[0][round]);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
