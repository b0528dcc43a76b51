using System.CommandLine;
using TransferLearning.TextClassification;
using TransferLearning.TextClassification.Benchmarks.EndToEnd;

// The peers run in child processes with their own defaults; only our measurements are tuned.
if (!args.Contains("torchscript") && !args.Contains("onnxruntime"))
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
Option<string> sets = new("--sets") { Description = "Which sets, separated by commas.", DefaultValueFactory = _ => string.Join(',', AccuracySet.All.Select(set => set.Name)) };
Option<int> seeds = new("--seeds") { Description = "How many seeds, from 0.", DefaultValueFactory = _ => 3 };
Option<int> seed = new("--seed");
Option<string> results = new("--results") { Description = "A file of finished runs, a line a run; runs that stand in it are not repeated.", Required = true };

RootCommand root = new("Speed, memory and accuracy against peers, in one run on this machine.");
foreach (string name in (string[])["all", "train", "predict", "tokenize"])
{
    Command command = new(name, name == "all" ? "Training, prediction and tokenization of all systems." : $"Only {name}.") { shared, output, workloads, rounds };
    command.SetAction(parsed =>
    {
        string[] kinds = name == "all" ? ["train", "predict", "tokenize"] : [name];
        string commandLine = $"dotnet run -c Release --project benchmarks/end-to-end -- {string.Join(' ', args)}";
        BenchmarkReport report = AllSystems.Run(parsed.GetRequiredValue(shared), Workloads(parsed), kinds, parsed.GetValue(rounds), commandLine);
        report.Write(parsed.GetRequiredValue(output));
        Console.WriteLine(report.ToMarkdown());
    });
    root.Add(command);
}

Command roofline = new("roofline", "The fastest matrix multiplication of this machine, in GFLOP/s.") { precision };
roofline.SetAction(parsed => Console.WriteLine($"{Roofline.Measure(parsed.GetValue(precision)!):F0} GFLOP/s in {parsed.GetValue(precision)}"));
root.Add(roofline);

Command families = new("families", "Every transformer family with random weights of MiniLM's sizes, beside BERT.") { shared, workloads, precision, rounds };
families.SetAction(parsed => Console.WriteLine(string.Join(
    Environment.NewLine, Workloads(parsed).Select(workload => FamilySpeed.Table(parsed.GetRequiredValue(shared), workload, Ours.PrecisionOf(parsed.GetValue(precision)!), parsed.GetValue(rounds))))));
root.Add(families);

Command tokenizers = new("tokenizers", "Our WordPiece tokenizer beside Microsoft.ML.Tokenizers'.") { shared };
tokenizers.SetAction(parsed => TokenizerComparison.Run(parsed.GetRequiredValue(shared)));
root.Add(tokenizers);

Command accuracy = new("accuracy", "Test accuracy on real sets against the reference's.") { shared, sets, seeds, results };
accuracy.SetAction(parsed => Console.WriteLine(Accuracy.Table(Sets(parsed), parsed.GetValue(seeds), parsed.GetRequiredValue(shared), parsed.GetRequiredValue(results))));
root.Add(accuracy);

Command measure = new("measure", "One measurement, for the parent process.") { kind, system, precision, workloads, shared };
measure.SetAction(parsed => ChildProcess.Return(
    Measure.Run(parsed.GetRequiredValue(kind), parsed.GetRequiredValue(system), parsed.GetValue(precision)!, Workloads(parsed)[0], parsed.GetRequiredValue(shared)), MeasurementJson.Default.Measurement));
root.Add(measure);

Command fit = new("fit", "One fine-tuning, for the parent process.") { sets, seed, shared };
fit.SetAction(async (parsed, _) => ChildProcess.Return(
    await Accuracy.FitAsync(Sets(parsed)[0], parsed.GetValue(seed), parsed.GetRequiredValue(shared)), MeasurementJson.Default.AccuracyRun));
root.Add(fit);

return await root.Parse(args).InvokeAsync();

IReadOnlyList<Workload> Workloads(ParseResult parsed) => [.. parsed.GetValue(workloads)!.Split(',').Select(Workload.Find)];

IReadOnlyList<AccuracySet> Sets(ParseResult parsed) => [.. parsed.GetValue(sets)!.Split(',').Select(name => AccuracySet.All.First(set => set.Name == name))];
