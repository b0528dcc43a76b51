using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders.Blocks;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Cnn;

/// <summary>Filters of one width, with ReLU.</summary>
internal sealed class WindowFilters : nn.Module
{
    private readonly Parameter weight; // [maps, width * size]: the weights of the window's first word first
    private readonly Parameter bias; // [maps]
    private readonly int inputs;

    internal WindowFilters(int width, int size, int maps)
        : base(nameof(WindowFilters))
    {
        Width = width;
        inputs = width * size;
        weight = Uninitialized.Parameter(maps, inputs);
        bias = Uninitialized.Parameter(maps);
        RegisterComponents();
    }

    internal int Width { get; }

    /// <summary>The filters' responses: windows <c>[tokens, at least width * size]</c> to <c>[tokens, maps]</c>.</summary>
    internal Tensor Forward(Tensor windows) => nn.functional.linear(windows.narrow(1, 0, inputs), weight, bias).relu();
}
