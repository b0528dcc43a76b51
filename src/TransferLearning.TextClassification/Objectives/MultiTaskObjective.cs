using Microsoft.Extensions.Logging;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>
/// Trains several heads on one encoder, each on rows and with a loss of its own. A step is of one task: the heads of the others have no gradient in it, so that the optimizer
/// leaves them and their state alone. Row indexes count through all tasks. Owns neither models nor tokenizers.
/// </summary>
internal sealed class MultiTaskObjective : EncoderObjective
{
    private const string EncoderPrefix = "encoder.";

    private readonly NamedTask[] tasks;
    private readonly int[] firstRows;
    private readonly double temperature;
    private readonly ILogger logger;

    /// <param name="tasks">The tasks, whose models stand on one encoder.</param>
    /// <param name="temperature">Of the draw of tasks (see <see cref="TaskShares"/>).</param>
    /// <param name="options">Precision and the like.</param>
    /// <param name="logger">Is told the figures of each task.</param>
    internal MultiTaskObjective(IReadOnlyList<NamedTask> tasks, double temperature, TrainingOptions options, ILogger logger)
        : base(tasks[0].Task.Model.Encoder, options)
    {
        this.tasks = [.. tasks];
        this.temperature = temperature;
        this.logger = logger;
        firstRows = [.. tasks.Select((_, index) => tasks.Take(index).Sum(task => task.Task.Lengths.Count))];
        Lengths = [.. tasks.SelectMany(task => task.Task.Lengths)];
    }

    internal override IReadOnlyList<int> Lengths { get; }

    internal override bool HasValidation => tasks.Any(task => task.Task.HasValidation);

    internal override BatchPlan PlanBatches(TrainingOptions options) => new TaskBatches([.. tasks.Select(task => (task.Name, task.Task.Lengths))], temperature, options);

    internal override double WeightOf(int[] rows)
    {
        int task = IndexOf(rows[0]);
        return tasks[task].Task.WeightOf(OwnRows(task, rows));
    }

    internal override torch.Tensor ForwardBackward(MicroBatch batch)
    {
        int task = IndexOf(batch.Rows[0]);
        return tasks[task].Task.ForwardBackward(batch with { Rows = OwnRows(task, batch.Rows) }, Computation);
    }

    internal override void WeightsChanged()
    {
        base.WeightsChanged();
        foreach (Parameter parameter in tasks.SelectMany(task => task.Task.Model.Head.parameters()))
        {
            using torch.Tensor? gradient = parameter.grad;
            parameter.grad = null;
        }
    }

    internal override ValidationFigures Validate(CancellationToken cancellationToken)
    {
        Dictionary<string, ValidationFigures> figures = new(StringComparer.Ordinal);
        foreach (NamedTask task in tasks.Where(task => task.Task.HasValidation))
        {
            ValidationFigures own = task.Task.Validate(Computation, cancellationToken);
            figures.Add(task.Name, own);
            ObjectiveLog.TaskValidated(logger, task.Name, own.Loss, own.Accuracy, own.MacroF1);
        }

        return ValidationScoring.Mean(figures);
    }

    internal override string DescribeRow(int row)
    {
        int task = IndexOf(row);
        return $"{tasks[task].Name}: {tasks[task].Task.DescribeRow(row - firstRows[task])}";
    }

    internal override string TaskOf(int row) => tasks[IndexOf(row)].Name;

    /// <summary>Names of heads are numbered: what a task is called says nothing about weight decay.</summary>
    protected override IEnumerable<(string Name, Parameter Parameter)> NamedParameters() =>
        tasks[0].Task.Model.Encoder.named_parameters().Select(pair => (EncoderPrefix + pair.name, pair.parameter))
            .Concat(tasks.SelectMany((task, index) => task.Task.Model.Head.named_parameters().Select(pair => (FormattableString.Invariant($"heads.{index}.{pair.name}"), pair.parameter))));

    protected override void MoveModelsTo(torch.Device device)
    {
        foreach (NamedTask task in tasks)
        {
            task.Task.Model.MoveTo(device);
        }
    }

    private int[] OwnRows(int task, int[] rows) => Array.ConvertAll(rows, row => row - firstRows[task]);

    private int IndexOf(int row)
    {
        int found = Array.BinarySearch(firstRows, row);
        return found >= 0 ? found : ~found - 1;
    }
}
