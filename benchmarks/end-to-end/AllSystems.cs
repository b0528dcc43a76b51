namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>All systems in turn, several rounds, each measurement in a child process; the medians are reported.</summary>
internal static class AllSystems
{
    private static readonly (string Kind, string System, string Precision)[] Systems =
    [
        ("roofline", "ours", "float32"), ("roofline", "ours", "bfloat16"),
        ("train", "torchscript", "float32"), ("train", "ours", "bfloat16"), ("train", "ours", "float32"),
        ("predict", "onnxruntime", "float32"), ("predict", "ours", "float32"), ("predict", "ours", "bfloat16"),
        ("tokenize", "ours", "float32"),
    ];

    internal static BenchmarkReport Run(string shared, IReadOnlyList<Workload> workloads, IReadOnlyList<string> kinds, int rounds, string command)
    {
        List<Measurement> all = [];
        foreach (Workload workload in workloads)
        {
            for (int round = 0; round < rounds; round++)
            {
                foreach ((string kind, string system, string precision) in Systems.Where(system => system.Kind == "roofline" || kinds.Contains(system.Kind)))
                {
                    Measurement measured = Child(kind, system, precision, workload, shared);
                    Console.Error.WriteLine($"{workload.Name} {kind} {system} {precision}: {measured.TextsPerSecond:F1} texts/s, {measured.GigaflopsPerSecond:F0} GFLOP/s");
                    all.Add(measured);
                }
            }
        }

        Dictionary<string, double> rooflines = all.Where(row => row.Kind == "roofline").GroupBy(row => row.Precision).ToDictionary(rows => rows.Key, rows => rows.Max(row => row.GigaflopsPerSecond!.Value));
        return new BenchmarkReport
        {
            Command = command,
            RooflineGflops = rooflines,
            Rows = [.. all.Where(row => row.Kind != "roofline").GroupBy(row => (row.Workload, row.Kind, row.System, row.Precision)).Select(group => Median([.. group], rooflines[group.Key.Precision]))],
        };
    }

    private static Measurement Child(string kind, string system, string precision, Workload workload, string shared) =>
        ChildProcess.Run(MeasurementJson.Default.Measurement, "measure", "--kind", kind, "--system", system, "--precision", precision, "--workloads", workload.Name, "--shared", shared);

    private static Measurement Median(IReadOnlyList<Measurement> rounds, double roofline) => rounds[0] with
    {
        TextsPerSecond = Middle(rounds.Select(row => row.TextsPerSecond)),
        GigaflopsPerSecond = Middle(rounds.Select(row => row.GigaflopsPerSecond)),
        ShareOfRoofline = Middle(rounds.Select(row => row.GigaflopsPerSecond)) / roofline,
        MegabytesPerSecond = Middle(rounds.Select(row => row.MegabytesPerSecond)),
        PeakMemoryMb = rounds.Max(row => row.PeakMemoryMb),
    };

    private static double? Middle(IEnumerable<double?> values)
    {
        double?[] sorted = [.. values.Where(value => value is not null).Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
