using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
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
    private readonly Precision precision;
    private readonly bool recomputes;
    private readonly EmbeddingBlock[] tables;

    /// <param name="encoder">The encoder.</param>
    /// <param name="precision">The numbers of the matrix products.</param>
    /// <param name="recomputes">Whether layers compute again in the backward pass what they do not keep.</param>
    private protected EncoderObjective(TextEncoder encoder, Precision precision, bool recomputes)
    {
        this.precision = precision;
        this.recomputes = recomputes;
        tables = [.. encoder.modules().OfType<EmbeddingBlock>().Where(table => table.Weight.requires_grad && table.Weight.shape[0] >= LeastRowsOfLargeTable)];
        kept = new WeightCopy(() => NamedParameters().Select(pair => pair.Parameter));
    }

    /// <summary>Where the parameters lie.</summary>
    protected torch.Device Device { get; private set; } = torch.CPU;

    /// <summary>Runs what has kernels, or null.</summary>
    protected FusedEngine? Engine { get; private set; }

    internal override void MoveTo(torch.Device device)
    {
        MoveModelsTo(device);
        Device = device;
        Engine?.Dispose();
        Engine = FusedEngine.Create(device, precision, recomputes);
    }

    internal override IReadOnlyList<ParameterGroup> CreateParameterGroups() =>
        ParameterGroups.Create(NamedParameters().Select(pair => (pair.Name, (torch.Tensor)pair.Parameter)), rows: WatchTables());

    internal override void KeepWeights() => kept.Keep();

    internal override void WeightsChanged() => Engine?.WeightsChanged();

    internal override void RestoreWeights()
    {
        kept.Restore();
        WeightsChanged();
    }

    public override void Dispose()
    {
        Engine?.Dispose();
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
        foreach (EmbeddingBlock table in Device.type == DeviceType.CPU ? tables : [])
        {
            table.Rows = new TouchedRows((int)table.Weight.shape[0]);
            watched.Add(NamedParameters().First(pair => ReferenceEquals(pair.Parameter, table.Weight)).Name, table.Rows);
        }

        return watched;
    }
}
