using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Checkpoints.Vectors;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Tests.Root;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Families;

/// <summary>Encoders over words, from options to a saved folder: word vectors, their coverage, training defaults.</summary>
public sealed class WordEncoderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WordVectorChannels.Tuned, false, true)]
    [InlineData(WordVectorChannels.Static, true, false)]
    [InlineData(WordVectorChannels.Both, true, true)]
    public async Task Word_vectors_are_kept_tuned_or_both(WordVectorChannels channels, bool keeps, bool tunes)
    {
        using TemporaryFolder folder = new();
        string path = WriteVectors(folder);
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseCnnEncoder(new() { WordVectors = WordVectors.FromFile(path), WordVectorChannels = channels, FeatureMaps = 4 })
            .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu })
            .Build();
        using TransferClassifier classifier = await trainer.FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        await classifier.SaveAsync(folder.File("saved"), Cancellation);

        using TextEncoder encoder = ReadEncoder(folder.File("saved"), out int refund);
        Dictionary<string, Parameter> tables = encoder.named_parameters().Where(pair => pair.name.StartsWith("words.", StringComparison.Ordinal)).ToDictionary(pair => pair.name, pair => pair.parameter);
        Assert.Equal((keeps, tunes), (tables.ContainsKey("words.static"), tables.ContainsKey("words.tuned")));
        foreach ((string name, Parameter table) in tables)
        {
            float[] vector = TensorMemory.ToArray(table)[(refund * 3)..((refund + 1) * 3)];
            Assert.Equal(name == "words.static", vector is [1f, 2f, 3f]);
        }

        string coverage = classifier.Configuration!["word_vectors"].Value;
        Assert.StartsWith("2 of ", coverage, StringComparison.Ordinal);
        Assert.Contains("have a vector in vectors.txt, which holds 3 of 3 numbers", coverage, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_channels_begin_as_the_same_and_words_without_a_vector_get_one_of_like_size()
    {
        NativeBackend.EnsureLoaded();
        WordEmbedding words = new(new(200, 3, WordVectorChannels.Both));
        foreach ((string name, Parameter parameter) in words.named_parameters())
        {
            WordInitialization.Fill("words." + name, parameter, ModuleWeights.SeedOf(1, name));
        }

        FoundVectors found = new("vectors.txt", 3, 2);
        found.Set(5, [3, 3, 3]);
        found.Set(6, [-3, 3, -3]);
        words.SetVectors(found);

        float[] tuned = TensorMemory.ToArray(words.get_parameter("tuned")!);
        Assert.Equal(tuned, TensorMemory.ToArray(words.get_parameter("static")!));
        Assert.Equal([3f, 3f, 3f, -3f, 3f, -3f], tuned[15..21]);
        Assert.InRange(Math.Sqrt(tuned.Skip(21).Average(value => value * value)), 2.7, 3.3);
        words.Dispose();
    }

    [Fact]
    public void Each_encoder_brings_its_training_defaults_and_what_is_chosen_wins()
    {
        ResolvedConfiguration cnn = new TransferClassifierBuilder().UseCnnEncoder().Build().Resolve(ToyData.TwoClasses);
        ResolvedConfiguration rnn = new TransferClassifierBuilder().UseRnnEncoder().UseAdamW(new() { WeightDecay = 0 }).UseTraining(new() { Epochs = 4 }).Build().Resolve(ToyData.TwoClasses);

        AssertValue(cnn, "epochs", TrainingDefaults.Cnn.MinimumSteps / 2, ValueSource.Recommended); // two steps an epoch
        AssertValue(cnn, "batch_size", TrainingDefaults.Cnn.BatchSize, ValueSource.Recommended);
        AssertValue(cnn, "learning_rate", TrainingDefaults.Cnn.LearningRate, ValueSource.Recommended);
        AssertValue(cnn, "max_tokens", TrainingDefaults.Cnn.MaxTokens, ValueSource.Recommended);
        AssertValue(rnn, "epochs", 4, ValueSource.Chosen);
        AssertValue(rnn, "learning_rate", TrainingDefaults.Rnn.LearningRate, ValueSource.Recommended);
        Assert.Equal(ValueSource.Chosen, rnn["optimizer"].Source);
        Assert.StartsWith("words, ", cnn["tokenizer"].Value, StringComparison.Ordinal);

        static void AssertValue(ResolvedConfiguration resolved, string name, double expected, ValueSource source)
        {
            Assert.Equal(expected, double.Parse(resolved[name].Value, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(source, resolved[name].Source);
        }
    }

    [Theory]
    [InlineData(1, 400)]
    [InlineData(100, 100)] // 4 steps an epoch
    [InlineData(129, 80)]
    [InlineData(1280, 10)]
    [InlineData(50_000, 10)]
    public void Few_rows_are_seen_oftener_from_scratch(int rows, int epochs)
    {
        TrainingDefaults defaults = TrainingDefaults.Cnn with { MinimumSteps = 400 };

        Assert.Equal(epochs, defaults.EpochsOf(rows, 32));
        Assert.Equal(TrainingDefaults.Pretrained.Epochs, TrainingDefaults.Pretrained.EpochsOf(rows, 16));
    }

    [Fact]
    public void Chinese_is_read_by_the_character()
    {
        TextDataset chinese = TextDataset.FromExamples([new("酒店很好", "good"), new("房间很差", "bad")]);

        Assert.StartsWith("characters, 10 tokens", new TransferClassifierBuilder().UseCnnEncoder(new() { MinimumCount = 1 }).Build().Resolve(chinese)["tokenizer"].Value, StringComparison.Ordinal);
        Assert.StartsWith("words, ", new TransferClassifierBuilder().UseCnnEncoder(new() { Unit = TextUnit.Words }).Build().Resolve(chinese)["tokenizer"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_occur_once_teach_the_vector_of_unknown_ones_unless_there_are_word_vectors()
    {
        using TemporaryFolder folder = new();
        TextDataset data = TextDataset.FromExamples([new("refund refund now", "good"), new("parcel lost", "bad")]);

        Assert.StartsWith("words, 4 tokens", Tokenizer(new()), StringComparison.Ordinal); // three special ones and refund
        Assert.StartsWith("words, 7 tokens", Tokenizer(new() { MinimumCount = 1 }), StringComparison.Ordinal);
        Assert.StartsWith("words, 7 tokens", Tokenizer(new() { WordVectors = WordVectors.FromFile(WriteVectors(folder)) }), StringComparison.Ordinal);

        string Tokenizer(RnnEncoderOptions options) => new TransferClassifierBuilder().UseRnnEncoder(options).Build().Resolve(data)["tokenizer"].Value;
    }

    [Fact]
    public void Build_finds_every_mistake_about_words()
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(new TransferClassifierBuilder()
            .UseRnnEncoder(new() { WordVectors = WordVectors.FromFile("nowhere.txt"), MinimumCount = 0, UnknownBuckets = 0, MaxVocabulary = 0, EmbeddingSize = 0, Pooling = Pooling.Pooler }).Build);
        ConfigurationException channels = Assert.Throws<ConfigurationException>(new TransferClassifierBuilder().UseCnnEncoder(new() { WordVectorChannels = WordVectorChannels.Static }).Build);

        foreach (string mistake in (string[])["WordVectors is nowhere.txt", "MinimumCount is 0", "UnknownBuckets is 0", "MaxVocabulary is 0", "EmbeddingSize is 0", "The pooling is Pooler"])
        {
            Assert.Contains(mistake, exception.Message, StringComparison.Ordinal);
        }

        Assert.Contains("WordVectorChannels is Static without word vectors", channels.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_other_than_that_of_the_word_vectors_is_refused()
    {
        using TemporaryFolder folder = new();
        TransferClassifierTrainer trainer = new TransferClassifierBuilder().UseCnnEncoder(new() { WordVectors = WordVectors.FromFile(WriteVectors(folder)), EmbeddingSize = 50 }).Build();

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => trainer.Resolve(ToyData.TwoClasses));

        Assert.Contains("EmbeddingSize is 50; expected 3, the size of the vectors", exception.Message, StringComparison.Ordinal);
    }

    private static string WriteVectors(TemporaryFolder folder)
    {
        string path = folder.File("vectors.txt");
        File.WriteAllText(path, "refund 1 2 3\nparcel 3 2 1\nunrelated 0 0 1\n");
        return path;
    }

    private static TextEncoder ReadEncoder(string folder, out int refund)
    {
        CheckpointSource source = CheckpointSource.Read(folder, KnownKinds.BuiltIn);
        refund = source.Tokenizer.Encode("refund", 5).Ids[0];
        TextEncoder encoder = source.Family.Create(new() { Values = source.Configuration.Json, Pooling = source.Pooling });
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder);
        ModuleWeights.Read(encoder, tensors, name => "encoder." + name);
        return encoder;
    }
}
