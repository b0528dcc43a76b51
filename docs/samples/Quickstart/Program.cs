// The main job: labelled texts become a saved classifier that serves.
//   dotnet run -c Release --project docs/samples/Quickstart [CHECKPOINT FOLDER]
using Quickstart;
using TransferLearning.TextClassification;

ProcessTuning.Apply(); // before the native libraries load

string? checkpoint = args.FirstOrDefault();
string folder = Path.Combine(Path.GetTempPath(), $"quickstart-{Guid.NewGuid():N}");
try
{
    // 1. Read the labelled texts and hold a fifth of them back.
    TextDataset data = await TextDataset.ReadAsync(Path.Combine(AppContext.BaseDirectory, "support-tickets.tsv"));
    var (train, test) = data.SplitStratified(testFraction: 0.2, seed: 42);
    Console.WriteLine($"{train.Count} messages to learn from, {test.Count} to test on: {string.Join(", ", data.Labels)}");

    // 2. Train.
    TransferClassifierBuilder builder = new();
    if (checkpoint is null)
    {
        Console.WriteLine("No checkpoint folder is given, so a small encoder learns from scratch, from these messages alone. A pretrained one knows more.");
        builder.UseBertEncoder(new BertEncoderOptions { Pooling = Pooling.Mean })
            .UseAdamW(new() { LearningRate = 1e-3 })
            .UseTraining(new() { Epochs = 8, BatchSize = 16, Seed = 42 });
    }
    else
    {
        Console.WriteLine($"Starting from the checkpoint in {checkpoint}.");
        builder.UsePretrained(PretrainedModel.FromDirectory(checkpoint))
            .UseTraining(new() { Epochs = 4, BatchSize = 16, Seed = 42 });
    }

    using TransferClassifier classifier = await builder.Build().FitAsync(train, progress: new EpochLines());

    // 3. Evaluate.
    Console.WriteLine();
    Console.WriteLine(await classifier.EvaluateAsync(test));

    // 4. Predict.
    string[] questions =
    [
        "I was charged twice for the same order",
        "The parcel should have come on Monday, where is it?",
        "How do I change the email address of my account?",
        "The app closes as soon as I open the camera",
    ];
    IReadOnlyList<Prediction> answers = classifier.PredictMany(questions);
    foreach ((string question, Prediction answer) in questions.Zip(answers))
    {
        Console.WriteLine($"{answer,-14} {question}");
    }

    // 5. Save, load, and get the same answers.
    await classifier.SaveAsync(folder);
    using TransferClassifier again = await TransferClassifier.LoadAsync(folder);
    bool same = again.PredictMany(questions).Zip(answers).All(pair => pair.First.Probability == pair.Second.Probability);
    Console.WriteLine($"Saved to {folder} and loaded again: the answers are {(same ? "the same" : "NOT the same")}.");
    return same ? 0 : 1;
}
catch (TransferLearningException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
finally
{
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true); // this is a sample; an application keeps it
    }
}
