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
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        Action products = Products(workload.MaxTokens, Ours.PrecisionOf(precision) == Precision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);
        List<double> answers = [];
        List<double> bare = [];
        for (int turn = 0; turn < 2 * Turns; turn++)
        {
            double answer = Milliseconds(() => answering.Answer(input));
            double product = Milliseconds(products);
            if (turn >= Turns) // the first half warms up
            {
                answers.Add(answer);
                bare.Add(product);
            }
        }

        return new Measurement
        {
            Workload = workload.Name,
            Kind = "single",
            System = system,
            Precision = precision,
            Milliseconds = Statistics.Median(answers),
            ProductsMilliseconds = Statistics.Median(bare),
            TimesOfProducts = Statistics.Median(answers.Zip(bare, (answer, product) => answer / product)),
            PeakMemoryMb = ChildProcess.PeakMemoryMb(),
        };
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
