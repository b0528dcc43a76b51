namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>All systems in turn, several rounds, each measurement in a child process; the medians are reported.</summary>
internal static class AllSystems
{
    private static readonly (string Kind, string System)[] Systems =
    [
        ("train", "torchscript"), ("train", "ours"), ("predict", "onnxruntime"), ("predict", "ours"), ("tokenize", "ours"),
    ];

    internal static BenchmarkReport Run(string shared, IReadOnlyList<Workload> workloads, IReadOnlyList<string> kinds, int rounds, string command)
    {
        List<double> rooflines = [];
        List<Measurement> all = [];
        foreach (Workload workload in workloads)
        {
            for (int round = 0; round < rounds; round++)
            {
                rooflines.Add(Child("roofline", "ours", workload, shared).GigaflopsPerSecond!.Value);
                foreach ((string kind, string system) in Systems.Where(system => kinds.Contains(system.Kind)))
                {
                    Measurement measured = Child(kind, system, workload, shared);
                    Console.Error.WriteLine($"{workload.Name} {kind} {system}: {measured.TextsPerSecond:F1} texts/s");
                    all.Add(measured);
                }
            }
        }

        double roofline = rooflines.Max();
        return new BenchmarkReport { Command = command, RooflineGflops = roofline, Rows = [.. all.GroupBy(row => (row.Workload, row.Kind, row.System)).Select(group => Median([.. group], roofline))] };
    }

    private static Measurement Child(string kind, string system, Workload workload, string shared) =>
        ChildProcess.Run(MeasurementJson.Default.Measurement, "measure", "--kind", kind, "--system", system, "--workloads", workload.Name, "--shared", shared);

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
