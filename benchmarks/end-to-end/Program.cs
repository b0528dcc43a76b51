using System.CommandLine;
using System.Globalization;
using TransferLearning.TextClassification;
using TransferLearning.TextClassification.Benchmarks.EndToEnd;

// The peers run in child processes with their own defaults; only our measurements are tuned.
if (!args.Contains("torchscript") && !args.Contains("onnxruntime") && !args.Contains("--untuned"))
{
    ProcessTuning.Apply();
}

Option<string> shared = new("--shared") { Description = "The folder of checkpoints, data and goldens.", Required = true };
Option<string> output = new("--out") { Description = "The folder for report.json and report.md.", Required = true };
Option<string> workloads = new("--workloads") { Description = "Which workloads, separated by commas.", DefaultValueFactory = _ => "short,news,long" };
Option<int> rounds = new("--rounds") { Description = "How often every system is measured; medians are reported.", DefaultValueFactory = _ => 3 };
Option<string> kind = new("--kind") { Required = true };
Option<string> system = new("--system") { Required = true };
Option<string> precision = new("--precision") { DefaultValueFactory = _ => "float32" };
Option<int?> threads = new("--threads");
Option<bool> untuned = new("--untuned") { Description = "Without ProcessTuning.Apply().", Recursive = true };
Option<string> folder = new("--folder") { Description = "The folder of a saved classifier." };
Option<string> sets = new("--sets") { Description = "Which sets, separated by commas.", DefaultValueFactory = _ => string.Join(',', AccuracySet.All.Select(set => set.Name)) };
Option<int> seeds = new("--seeds") { Description = "How many seeds, from 0.", DefaultValueFactory = _ => 3 };
Option<int> seed = new("--seed");
Option<string> encoders = new("--encoders") { Description = $"Which encoders, separated by commas: {string.Join(", ", AccuracyCase.Encoders)}.", DefaultValueFactory = _ => AccuracyCase.Checkpoint };
Option<string> precisions = new("--precisions") { Description = "float32, bfloat16 or both, separated by a comma.", DefaultValueFactory = _ => "float32" };
Option<string> labels = new("--labels") { Description = "How many labelled rows are drawn, numbers separated by commas; 0: all.", DefaultValueFactory = _ => "0" };
Option<bool> heldOut = new("--held-out") { Description = "Tests on a fifth of the training rows, left out of the training, instead of the test rows." };
Option<int?> epochs = new("--epochs") { Description = "How often every row is seen, instead of the recipe's number." };
Option<string> results = new("--results") { Description = "A file of finished runs, a line a run; runs that stand in it are not repeated.", Required = true };

RootCommand root = new("Speed, memory and accuracy against peers, in one run on this machine.") { untuned };
string[] allKinds = ["train", "predict", "tokenize", "single", "cold-start", "memory"];
foreach (string name in (string[])["all", .. allKinds])
{
    Command command = new(name, name == "all" ? "All of the following but scale." : $"Only {name}.") { shared, output, workloads, rounds };
    command.SetAction(parsed =>
    {
        string[] kinds = name == "all" ? allKinds : [name];
        Write(parsed, AllSystems.Run(parsed.GetRequiredValue(shared), Workloads(parsed), kinds, parsed.GetValue(rounds), CommandLine()));
    });
    root.Add(command);
}

Command scale = new("scale", "Cost against the number of texts, their length, and threads; a quarter of an hour.") { shared, output };
scale.SetAction(parsed => Write(parsed, AllSystems.Scale(parsed.GetRequiredValue(shared), CommandLine())));
root.Add(scale);

Command roofline = new("roofline", "The matrix multiplication that this machine keeps up, in GFLOP/s.") { precision };
roofline.SetAction(parsed => Console.WriteLine($"{Roofline.Measure(parsed.GetValue(precision)!):F0} GFLOP/s in {parsed.GetValue(precision)}"));
root.Add(roofline);

Command families = new("families", "Every transformer family with random weights of MiniLM's sizes, beside BERT.") { shared, workloads, precision, rounds };
families.SetAction(parsed => Console.WriteLine(string.Join(
    Environment.NewLine, Workloads(parsed).Select(name => FamilySpeed.Table(parsed.GetRequiredValue(shared), Workload.Find(name), Ours.PrecisionOf(parsed.GetValue(precision)!), parsed.GetValue(rounds))))));
root.Add(families);

Command tokenizers = new("tokenizers", "Our tokenizers beside those of Microsoft.ML.Tokenizers.") { shared };
tokenizers.SetAction(parsed => TokenizerComparison.Run(parsed.GetRequiredValue(shared)));
root.Add(tokenizers);

Command accuracy = new("accuracy", "Test accuracy on real sets, and the tables of all runs so far.") { shared, sets, seeds, results, encoders, precisions, labels, heldOut, epochs };
accuracy.SetAction(parsed => Console.WriteLine(new AccuracyTables(
    Accuracy.Run(Cases(parsed, Enumerable.Range(0, parsed.GetValue(seeds))), parsed.GetRequiredValue(shared), parsed.GetRequiredValue(results)), Sets(parsed), parsed.GetRequiredValue(shared)).All()));
root.Add(accuracy);

Option<string> baselineSets = new("--sets") { Description = "Which sets, separated by commas.", DefaultValueFactory = _ => string.Join(',', TfIdfAccuracy.Sets.Select(set => set.Name)) };
Command tfidf = new("tfidf", "TF-IDF with logistic regression on real sets, against the reference's.") { shared, baselineSets };
tfidf.SetAction(parsed => Console.WriteLine(TfIdfAccuracy.Table(
    [.. parsed.GetValue(baselineSets)!.Split(',').Select(name => TfIdfAccuracy.Sets.First(set => set.Name == name))], parsed.GetRequiredValue(shared))));
root.Add(tfidf);

Command measure = new("measure", "One measurement, for the parent process.") { kind, system, precision, workloads, threads, shared, folder };
measure.SetAction(parsed =>
{
    BenchmarkCase what = new(parsed.GetRequiredValue(kind), parsed.GetRequiredValue(system), parsed.GetValue(precision)!, Workloads(parsed)[0], parsed.GetValue(threads));
    ChildProcess.Return(Measure.Run(what, parsed.GetRequiredValue(shared), parsed.GetValue(folder)), MeasurementJson.Default.Measurement);
});
root.Add(measure);

Command save = new("save", "Saves the classifier of the cold start, for the parent process.") { shared, folder };
save.SetAction(parsed =>
{
    using TransferClassifier classifier = MiniLm.Classifier(parsed.GetRequiredValue(shared), Precision.Float32);
    classifier.Save(parsed.GetRequiredValue(folder));
    ChildProcess.Return(parsed.GetRequiredValue(folder), MeasurementJson.Default.String);
});
root.Add(save);

Command fit = new("fit", "One training, for the parent process.") { sets, seed, shared, encoders, precisions, labels, heldOut, epochs };
fit.SetAction(async (parsed, _) => ChildProcess.Return(
    await Cases(parsed, [parsed.GetValue(seed)]).Single().FitAsync(parsed.GetRequiredValue(shared)), MeasurementJson.Default.AccuracyRun));
root.Add(fit);

Option<int> lines = new("--lines") { Description = "Words of the file.", DefaultValueFactory = _ => 600_000 };
Option<int> size = new("--size") { Description = "Numbers a vector.", DefaultValueFactory = _ => 300 };
Option<string> words = new("--words") { Description = "How many words are wanted, numbers separated by commas.", DefaultValueFactory = _ => "200,20000,200000" };
Command wordVectors = new("word-vectors", "Reading of large files of word vectors, which are written to the temporary folder and removed; 2.3 GB by default.") { lines, size, words, rounds };
wordVectors.SetAction(parsed => Console.WriteLine(VectorSpeed.Table(
    parsed.GetValue(lines), parsed.GetValue(size), [.. parsed.GetValue(words)!.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))], parsed.GetValue(rounds))));
root.Add(wordVectors);

Command readVectors = new("read-vectors", "One reading, for the parent process.") { folder, lines, words };
readVectors.SetAction(parsed => ChildProcess.Return(
    VectorSpeed.Read(parsed.GetRequiredValue(folder), parsed.GetValue(lines), int.Parse(parsed.GetRequiredValue(words), CultureInfo.InvariantCulture)), MeasurementJson.Default.Measurement));
root.Add(readVectors);

return await root.Parse(args).InvokeAsync();

IReadOnlyList<string> Workloads(ParseResult parsed) => parsed.GetValue(workloads)!.Split(',');

string CommandLine() => $"dotnet run -c Release --project benchmarks/end-to-end -- {string.Join(' ', args)}";

void Write(ParseResult parsed, BenchmarkReport report)
{
    report.Write(parsed.GetRequiredValue(output));
    Console.WriteLine(report.ToMarkdown());
}

IReadOnlyList<AccuracySet> Sets(ParseResult parsed) => [.. parsed.GetValue(sets)!.Split(',').Select(name => AccuracySet.All.First(set => set.Name == name))];

IEnumerable<AccuracyCase> Cases(ParseResult parsed, IEnumerable<int> seedsWanted) =>
    from set in Sets(parsed)
    from count in parsed.GetValue(labels)!.Split(',')
    from encoder in parsed.GetValue(encoders)!.Split(',')
    from seedWanted in seedsWanted
    from numbers in parsed.GetValue(precisions)!.Split(',')
    select new AccuracyCase(set, encoder, numbers, int.Parse(count, CultureInfo.InvariantCulture), seedWanted, parsed.GetValue(heldOut), parsed.GetValue(epochs));
