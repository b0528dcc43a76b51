using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Tests.Storage;

/// <summary>This assembly run again as another process, which saves a folder over and over until it is killed.</summary>
internal static class SavingChild
{
    internal const string ManifestFile = "classifier.json";

    private const string FolderVariable = "TLTC_TEST_SAVE_FOLDER";
    private const string ExchangeVariable = "TLTC_TEST_SAVE_EXCHANGE";

    /// <summary>Starts the process and waits until it has saved once.</summary>
    internal static Process Start(string folder, bool exchanges)
    {
        ProcessStartInfo start = new("dotnet", [typeof(SavingChild).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[FolderVariable] = folder;
        start.Environment[ExchangeVariable] = exchanges ? "1" : "0";
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

        bool exchanges = Environment.GetEnvironmentVariable(ExchangeVariable) == "1";
        for (byte number = 0; ; number++)
        {
            Save(folder, number, exchanges);
            if (number == 0)
            {
                Console.WriteLine("saved");
            }
        }
    }
}
