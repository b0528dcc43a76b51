using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Tests.Storage;

/// <summary>This assembly run again as another process, which saves a folder over and over until it is killed: files of one number, or classifiers in turn.</summary>
internal static class SavingChild
{
    internal const string ManifestFile = "classifier.json";

    private const string FolderVariable = "TLTC_TEST_SAVE_FOLDER";
    private const string ExchangeVariable = "TLTC_TEST_SAVE_EXCHANGE";
    private const string ClassifiersVariable = "TLTC_TEST_SAVE_CLASSIFIERS";

    /// <summary>Starts a process that saves files, and waits until it has saved once.</summary>
    internal static Process Start(string folder, bool exchanges) => Start(folder, (ExchangeVariable, exchanges ? "1" : "0"));

    /// <summary>Starts a process that loads two classifiers and saves them to a folder by turns, and waits until it has saved once.</summary>
    internal static Process StartClassifiers(string folder, string first, string second) => Start(folder, (ClassifiersVariable, $"{first}|{second}"));

    private static Process Start(string folder, (string Name, string Value) what)
    {
        ProcessStartInfo start = new("dotnet", [typeof(SavingChild).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[FolderVariable] = folder;
        start.Environment[what.Name] = what.Value;
        start.Environment["DOTNET_TieredPGO"] = "0";
        Process process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        return line == "saved" ? process : throw new InvalidOperationException($"The child says '{line}'.");
    }

    /// <summary>Writes files that all hold one number, and their hashes.</summary>
    internal static void Save(string folder, byte number, bool exchanges) => AtomicFolder.Write(
        folder,
        existing => File.Exists(Path.Combine(existing, ManifestFile)),
        temporary =>
        {
            for (int i = 0; i < 4; i++)
            {
                byte[] content = new byte[100_000];
                Array.Fill(content, number);
                File.WriteAllBytes(Path.Combine(temporary, $"part-{i}"), content);
            }

            string json = JsonSerializer.Serialize(FileHashes.Compute(temporary));
            File.WriteAllText(Path.Combine(temporary, ManifestFile), json);
        },
        exchanges ? null : (_, _) => false);

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder)
        {
            return;
        }

        Action<byte> save = Saver(folder);
        for (byte number = 0; ; number++)
        {
            save(number);
            if (number == 0)
            {
                Console.WriteLine("saved");
            }
        }
    }

    private static Action<byte> Saver(string folder)
    {
        if (Environment.GetEnvironmentVariable(ClassifiersVariable)?.Split('|') is not { } paths)
        {
            bool exchanges = Environment.GetEnvironmentVariable(ExchangeVariable) == "1";
            return number => Save(folder, number, exchanges);
        }

        TransferClassifier[] classifiers = Array.ConvertAll(paths, path => TransferClassifier.Load(path, new() { Device = ComputeDevice.Cpu }));
        return number => classifiers[number % classifiers.Length].SaveAsync(folder).GetAwaiter().GetResult();
    }
}
