using Microsoft.Extensions.Logging;
using TransferLearning.TextClassification.Data;

namespace TransferLearning.TextClassification;

/// <summary>Brings the checkpoint that a plan names onto this machine.</summary>
internal static class LocalPlan
{
    /// <summary>The plan with its checkpoint in a folder, and with the family that the folder names.</summary>
    /// <exception cref="TextDataException">The data cannot be learnt from; that is found before a download.</exception>
    /// <exception cref="HubException">The checkpoint cannot be had.</exception>
    internal static async Task<ClassifierPlan> OfAsync(ClassifierPlan plan, IEnumerable<TextDataset> train, ILogger logger, CancellationToken cancellationToken)
    {
        if (plan.Pretrained is not { Folder: null } onHub)
        {
            return plan;
        }

        foreach (TextDataset data in train)
        {
            DatasetChecks.EnsureTrainable(data);
        }

        return PlanChecks.WithFamily(plan with { Pretrained = await onHub.BringAsync(logger, cancellationToken).ConfigureAwait(false) });
    }
}
