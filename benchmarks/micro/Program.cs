// dotnet run -c Release --project benchmarks/micro -- --filter '*'             all of them
// dotnet run -c Release --project benchmarks/micro -- --filter '*' --job Dry   each once, to see that they run
using BenchmarkDotNet.Running;
using TransferLearning.TextClassification;
using TransferLearning.TextClassification.Runtime;

ProcessTuning.Apply();
NativeBackend.EnsureLoaded();

// In this process: a generated project for each benchmark would bring its own libtorch.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args, "--inProcess"]);
