namespace TransferLearning.TextClassification.Objectives;

/// <summary>One of several tasks.</summary>
/// <param name="Name">Its name, which no other has.</param>
/// <param name="Task">What is learnt.</param>
internal sealed record NamedTask(string Name, ClassificationTask Task);
