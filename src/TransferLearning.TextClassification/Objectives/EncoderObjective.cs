using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>Trains an encoder and what stands on it: the device, the kernels, the large tables, the kept weights. Owns no parameters.</summary>
internal abstract class EncoderObjective : TrainingObjective
{
    private const int LeastRowsOfLargeTable = 1024;

    private readonly WeightCopy kept;
    private readonly TrainingOptions options;
    private readonly EmbeddingBlock[] tables;

    /// <param name="encoder">The encoder.</param>
    /// <param name="options">Precision and the like.</param>
    private protected EncoderObjective(TextEncoder encoder, TrainingOptions options)
    {
        this.options = options;
        tables = [.. encoder.modules().OfType<EmbeddingBlock>().Where(table => table.Weight.requires_grad && table.Weight.shape[0] >= LeastRowsOfLargeTable)];
        kept = new WeightCopy(Parameters);
    }

    /// <summary>Where the parameters lie, and how they are computed with.</summary>
    protected Computation Computation { get; private set; } = Computation.ByTensorOperations(torch.CPU, Precision.Float32);

    internal override void MoveTo(torch.Device device)
    {
        MoveModelsTo(device);
        Computation.Dispose();
        Computation = options.WithoutKernels ? Computation.ByTensorOperations(device, options.Precision) : Computation.Create(device, options.Precision, options.GradientCheckpointing);
    }

    internal override IEnumerable<(string Name, torch.Tensor Parameter)> Parameters() => NamedParameters().Select(pair => (pair.Name, (torch.Tensor)pair.Parameter));

    internal override IReadOnlyList<ParameterGroup> CreateParameterGroups() => ParameterGroups.Create(Parameters(), rows: WatchTables());

    internal override LossScaler CreateLossScaler() => Computation.NeedsLossScaling ? LossScaler.Dynamic() : LossScaler.None();

    internal override IReadOnlyDictionary<string, float[]> KeptWeights => kept.Values;

    internal override void KeepWeights() => kept.Keep();

    internal override void WeightsChanged() => Computation.Engine?.WeightsChanged();

    internal override void RestoreWeights()
    {
        kept.Restore();
        WeightsChanged();
    }

    public override void Dispose()
    {
        Computation.Dispose();
        foreach (EmbeddingBlock table in tables)
        {
            table.Rows = null;
        }
    }

    /// <summary>All parameters, each once, by a name of its own.</summary>
    protected abstract IEnumerable<(string Name, Parameter Parameter)> NamedParameters();

    /// <summary>Moves all parameters.</summary>
    protected abstract void MoveModelsTo(torch.Device device);

    /// <summary>Large embedding tables, of which a step reads few rows, tell which.</summary>
    private Dictionary<string, TouchedRows> WatchTables()
    {
        Dictionary<string, TouchedRows> watched = new(StringComparer.Ordinal);
        foreach (EmbeddingBlock table in Computation.Device.type == DeviceType.CPU ? tables : [])
        {
            table.Rows = new TouchedRows((int)table.Weight.shape[0]);
            watched.Add(NamedParameters().First(pair => ReferenceEquals(pair.Parameter, table.Weight)).Name, table.Rows);
        }

        return watched;
    }
}
