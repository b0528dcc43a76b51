using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>The memory of the process; nothing else may run beside.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const int WarmUpEpochs = 5;

    [Fact]
    public void Ten_epochs_hold_what_one_holds()
    {
        NativeBackend.EnsureLoaded();
        using ClassificationModel model = TinyModels.Bert(dropout: 0.1);
        Sampler sampler = new();
        TextDataset validation = TinyModels.Rows(64, seed: 8);

        Trainings.Trainer(Trainings.Options with { Epochs = WarmUpEpochs + 10 }, 1e-3, sampler)
            .Run(Trainings.Objective(model, TinyModels.Rows(400), validation), null, TestContext.Current.CancellationToken);

        long one = sampler.WorkingSets[WarmUpEpochs];
        long ten = sampler.WorkingSets[^1];
        Assert.True(ten <= one * 1.02, $"After one epoch the process holds {one >> 20} MB, after ten {ten >> 20} MB.");
    }

    private sealed class Sampler : TrainingCallback
    {
        internal List<long> WorkingSets { get; } = [];

        internal override TrainingCallbackRun Begin() => new Run(WorkingSets);

        private sealed class Run(List<long> workingSets) : TrainingCallbackRun
        {
            internal override bool AfterValidation(ValidationRecord validation, bool isBest)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                workingSets.Add(Environment.WorkingSet);
                return false;
            }
        }
    }
}
