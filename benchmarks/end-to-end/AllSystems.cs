namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>All systems in turn, several rounds, each measurement in a child process; the medians are reported.</summary>
internal static class AllSystems
{
    private const int ColdStarts = 5;

    /// <param name="shared">The folder of checkpoints, data and goldens.</param>
    /// <param name="workloads">Names of workloads.</param>
    /// <param name="kinds">Which kinds of measurement.</param>
    /// <param name="rounds">How often every system is measured.</param>
    /// <param name="command">The command line, for the report.</param>
    internal static BenchmarkReport Run(string shared, IReadOnlyList<string> workloads, IReadOnlyList<string> kinds, int rounds, string command)
    {
        List<Measurement> rows = [];
        List<Measurement> rooflines = [];
        foreach (string workload in workloads)
        {
            rows.AddRange(Multiplying([.. BenchmarkCase.OfWorkload(workload).Where(entry => kinds.Contains(entry.Kind))], rounds, shared, rooflines));
        }

        rows.AddRange(OfRun(kinds, rounds, shared));
        return Report(command, rows, rooflines);
    }

    /// <summary>Cost against the number of texts, their length and the number of threads.</summary>
    internal static BenchmarkReport Scale(string shared, string command) => Report(command, [.. BenchmarkCase.OfScale.Select(entry => entry.Run(shared))], []);

    private static BenchmarkReport Report(string command, IReadOnlyList<Measurement> rows, IReadOnlyList<Measurement> rooflines) => new()
    {
        Command = command,
        RooflineGflops = rooflines.GroupBy(roofline => roofline.Precision).ToDictionary(group => group.Key, group => RooflineRange.Of([.. group.Select(roofline => roofline.GigaflopsPerSecond!.Value)])),
        Rows = rows,
    };

    /// <summary>Each system between two rooflines of its precision, whose mean it is compared with.</summary>
    private static IEnumerable<Measurement> Multiplying(IReadOnlyList<BenchmarkCase> cases, int rounds, string shared, List<Measurement> rooflines)
    {
        List<Measurement> all = [];
        for (int round = 0; round < rounds; round++)
        {
            Measurement? before = null;
            foreach (BenchmarkCase entry in cases)
            {
                if (before?.Precision != entry.Precision)
                {
                    before = Roofline(entry);
                }

                Measurement measured = entry.Run(shared);
                Measurement after = Roofline(entry);
                double roofline = (before.GigaflopsPerSecond!.Value + after.GigaflopsPerSecond!.Value) / 2;
                all.Add(measured with { ShareOfRoofline = measured.GigaflopsPerSecond / roofline });
                before = after;
            }
        }

        return Medians(all);

        Measurement Roofline(BenchmarkCase entry)
        {
            Measurement roofline = (entry with { Kind = "roofline", System = "ours" }).Run(shared);
            rooflines.Add(roofline);
            return roofline;
        }
    }

    private static IEnumerable<Measurement> OfRun(IReadOnlyList<string> kinds, int rounds, string shared)
    {
        BenchmarkCase[] cases = [.. BenchmarkCase.OfRun.Where(entry => kinds.Contains(entry.Kind.Split('-')[0]) || kinds.Contains(entry.Kind))];
        string folder = Path.Combine(Path.GetTempPath(), $"tltc-benchmark-{Guid.NewGuid():N}");
        try
        {
            if (cases.Any(entry => entry.Kind == "cold-start"))
            {
                ChildProcess.Run(MeasurementJson.Default.String, null, out _, "save", "--shared", shared, "--folder", folder);
            }

            foreach (BenchmarkCase entry in cases.Where(entry => entry.Kind == "cold-start"))
            {
                entry.Run(shared, folder); // the files come into the system's cache
            }

            // The systems take turns, as above.
            List<Measurement> all = [];
            for (int round = 0; round < Math.Max(rounds, ColdStarts); round++)
            {
                all.AddRange(cases.Where(entry => round < Times(entry)).Select(entry => entry.Run(shared, entry.Kind == "cold-start" ? folder : null)));
            }

            return Medians(all);

            int Times(BenchmarkCase entry) => entry.Kind switch { "memory" or "memory-predict" => 1, "cold-start" => ColdStarts, _ => rounds };
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static IEnumerable<Measurement> Medians(IEnumerable<Measurement> measurements) =>
        measurements.GroupBy(row => (row.Workload, row.Kind, row.System, row.Precision, row.Threads)).Select(group => Median([.. group]));

    private static Measurement Median(IReadOnlyList<Measurement> rounds)
    {
        return rounds[0] with
        {
            TextsPerSecond = Middle(row => row.TextsPerSecond),
            GigaflopsPerSecond = Middle(row => row.GigaflopsPerSecond),
            ShareOfRoofline = Middle(row => row.ShareOfRoofline),
            MegabytesPerSecond = Middle(row => row.MegabytesPerSecond),
            Milliseconds = Middle(row => row.Milliseconds),
            ProductsMilliseconds = Middle(row => row.ProductsMilliseconds),
            TimesOfProducts = Middle(row => row.TimesOfProducts),
            BytesPerDocument = rounds.Max(row => row.BytesPerDocument),
            PeakMemoryMb = rounds.Max(row => row.PeakMemoryMb),
        };

        double? Middle(Func<Measurement, double?> figure) => Statistics.Median(rounds.Select(figure));
    }
}
