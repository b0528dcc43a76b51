using TransferLearning.TextClassification.Cli;

return await CommandLine.RunAsync(args);
