using System.Diagnostics;
using TorchSharp;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The time of one warm answer beside that of its bare matrix products, in turn.</summary>
internal static class SingleText
{
    private const int Turns = 40;
    private const int AnswersOfTurn = 10;

    internal static Measurement Run(string system, string precision, Workload workload, string shared)
    {
        TextInput input = workload.Read(shared)[0].Input;
        using Answering answering = Answering.Create(system, precision, workload, shared, folder: null);
        Measurement row = new() { Workload = workload.Name, Kind = "single", System = system, Precision = precision };
        List<double> answers = [];
        List<double> bare = [];
        if (system != "ours")
        {
            // A peer's process does not load our native libraries.
            Repeat(() => answers.Add(Milliseconds(() => answering.Answer(input))));
            return row with { Milliseconds = Statistics.Median(answers.Skip(Turns)), PeakMemoryMb = ChildProcess.PeakMemoryMb() };
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        Action products = Products(workload.MaxTokens, Ours.PrecisionOf(precision) == Precision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);
        Repeat(() =>
        {
            answers.Add(Milliseconds(() => answering.Answer(input)));
            bare.Add(Milliseconds(products));
        });
        return row with
        {
            Milliseconds = Statistics.Median(answers.Skip(Turns)),
            ProductsMilliseconds = Statistics.Median(bare.Skip(Turns)),
            TimesOfProducts = Statistics.Median(answers.Zip(bare, (answer, product) => answer / product).Skip(Turns)),
            PeakMemoryMb = ChildProcess.PeakMemoryMb(),
        };
    }

    /// <summary>The first half of the turns warms up.</summary>
    private static void Repeat(Action turn)
    {
        for (int i = 0; i < 2 * Turns; i++)
        {
            turn();
        }
    }

    /// <summary>The products of MiniLM's layers with their weights, written to memory that is there; those of attention, 2 % of the work, are left out.</summary>
    private static Action Products(int tokens, torch.ScalarType type)
    {
        const int Layers = 6, Hidden = 384, Intermediate = 1536;
        (int Inputs, int Outputs)[] shapes = [(Hidden, 3 * Hidden), (Hidden, Hidden), (Hidden, Intermediate), (Intermediate, Hidden)];
        (torch.Tensor Input, torch.Tensor Weight, torch.Tensor Output)[] products =
        [
            .. Enumerable.Repeat(shapes, Layers).SelectMany(shape => shape).Select(shape =>
                (torch.ones(tokens, shape.Inputs, type), torch.ones(shape.Outputs, shape.Inputs, type).t(), torch.ones(tokens, shape.Outputs, type))),
        ];
        return () =>
        {
            foreach ((torch.Tensor input, torch.Tensor weight, torch.Tensor output) in products)
            {
                output.addmm_(input, weight, beta: 0, alpha: 1);
            }
        };
    }

    /// <summary>The median time of several runs.</summary>
    private static double Milliseconds(Action action)
    {
        double[] times = new double[AnswersOfTurn];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Statistics.Median(times);
    }
}
