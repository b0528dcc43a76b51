using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>One weight, a loss of 1 and a validation that says what it was told to.</summary>
internal sealed class ScriptedObjective(int rows, params double[] scores) : TrainingObjective
{
    private readonly torch.Tensor weight = torch.zeros(1, requires_grad: true);
    private float? kept;

    internal Func<MicroBatch, double> Loss { get; init; } = _ => 1;

    /// <summary>What a batch adds to the gradient, unscaled; times its share.</summary>
    internal Func<MicroBatch, double> Gradient { get; init; } = _ => 1;

    /// <summary>Whether a batch has a backward pass.</summary>
    internal Func<MicroBatch, bool> HasGradient { get; init; } = _ => true;

    internal Func<LossScaler> Scaler { get; init; } = LossScaler.None;

    internal int Validations { get; private set; }

    internal int StepsEnded { get; private set; }

    internal List<MicroBatch> MicroBatches { get; } = [];

    internal float Weight => weight.item<float>();

    internal override IReadOnlyList<int> Lengths { get; } = [.. Enumerable.Repeat(1, rows)];

    internal override bool HasValidation => scores.Length > 0;

    internal override void MoveTo(torch.Device device)
    {
    }

    internal override LossScaler CreateLossScaler() => Scaler();

    internal override IEnumerable<(string Name, torch.Tensor Parameter)> Parameters() => [("weight", weight)];

    internal override IReadOnlyList<ParameterGroup> CreateParameterGroups() => [new ParameterGroup { Parameters = [("weight", weight)] }];

    internal override torch.Tensor ForwardBackward(MicroBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        MicroBatches.Add(batch);
        if (HasGradient(batch))
        {
            (weight.sum() * (batch.Weight * Gradient(batch))).backward();
        }

        return torch.tensor((float)Loss(batch)).DetachFromDisposeScope();
    }

    internal override ValidationFigures Validate(CancellationToken cancellationToken) => new() { Score = scores[Math.Min(Validations++, scores.Length - 1)], Loss = 1 };

    internal override IReadOnlyDictionary<string, float[]> KeptWeights => kept is { } value ? new Dictionary<string, float[]> { ["weight"] = [value] } : [];

    internal override void KeepWeights() => kept = Weight;

    internal override void RestoreWeights()
    {
        using IDisposable noGradients = torch.no_grad();
        weight.fill_(kept!.Value);
    }

    internal override string DescribeRow(int row) => $"rows.tsv:{row + 2}";

    public override void Dispose() => weight.Dispose();

    internal override void WeightsChanged() => StepsEnded++;
}
