using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>Trains an encoder with a head on labelled rows. Owns neither the model nor the tokenizer.</summary>
/// <param name="task">The model, its loss, its rows.</param>
/// <param name="precision">The numbers of the matrix products.</param>
/// <param name="recomputes">Whether layers compute again in the backward pass what they do not keep.</param>
internal sealed class ClassificationObjective(ClassificationTask task, Precision precision, bool recomputes = false) : EncoderObjective(task.Model.Encoder, precision, recomputes)
{
    internal override IReadOnlyList<int> Lengths => task.Lengths;

    internal override bool HasValidation => task.HasValidation;

    internal override double ForwardBackward(MicroBatch batch) => task.ForwardBackward(batch, Device, Engine);

    internal override ValidationFigures Validate(CancellationToken cancellationToken) => task.Validate(Device, Engine, cancellationToken);

    internal override string DescribeRow(int row) => task.DescribeRow(row);

    protected override IEnumerable<(string Name, Parameter Parameter)> NamedParameters() => task.Model.NamedParameters();

    protected override void MoveModelsTo(torch.Device device) => task.Model.MoveTo(device);
}
