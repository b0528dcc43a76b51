using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>Trains an encoder with a head on labelled rows. Owns neither the model nor the tokenizer.</summary>
/// <param name="task">The model, its loss, its rows.</param>
/// <param name="options">Precision and the like.</param>
internal sealed class ClassificationObjective(ClassificationTask task, TrainingOptions options) : EncoderObjective(task.Model.Encoder, options)
{
    internal override IReadOnlyList<int> Lengths => task.Lengths;

    internal override bool HasValidation => task.HasValidation;

    internal override double WeightOf(int[] rows) => task.WeightOf(rows);

    internal override torch.Tensor ForwardBackward(MicroBatch batch) => task.ForwardBackward(batch, Computation);

    internal override ValidationFigures Validate(CancellationToken cancellationToken) => task.Validate(Computation, cancellationToken);

    internal override string DescribeRow(int row) => task.DescribeRow(row);

    protected override IEnumerable<(string Name, Parameter Parameter)> NamedParameters() => task.Model.NamedParameters();

    protected override void MoveModelsTo(torch.Device device) => task.Model.MoveTo(device);
}
