using TransferLearning.TextClassification;
using TransferLearning.TextClassification.Cli;

ProcessTuning.Apply();
return await CommandLine.RunAsync(args);
