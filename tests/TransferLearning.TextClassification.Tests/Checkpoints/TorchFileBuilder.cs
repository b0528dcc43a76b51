using System.IO.Compression;
using System.Text;

namespace TransferLearning.TextClassification.Tests.Checkpoints;

/// <summary>Writes small PyTorch files, right and wrong ones. Pickles are written as Latin-1 text: a character a byte.</summary>
internal static class TorchFileBuilder
{
    internal const string OrderedDictionary = "ccollections\nOrderedDict\n)R";

    /// <summary>A text.</summary>
    internal static string Text(string text) => $"U{(char)text.Length}{text}";

    /// <summary>A whole number.</summary>
    internal static string Number(long number) => $"L{number}L\n";

    /// <summary>A tuple of whole numbers.</summary>
    internal static string Numbers(params long[] numbers) => $"({string.Concat(numbers.Select(Number))}t";

    /// <summary>A reference to a storage.</summary>
    internal static string StorageReference(string key, long length, string type = "FloatStorage") =>
        $"({Text("storage")}ctorch\n{type}\n{Text(key)}{Text("cpu")}{Number(length)}tQ";

    /// <summary>A tensor.</summary>
    internal static string Tensor(string storage, long offset, long[] shape, long[] strides) =>
        $"ctorch._utils\n_rebuild_tensor_v2\n({storage}{Number(offset)}{Numbers(shape)}{Numbers(strides)}\u0089{OrderedDictionary}tR";

    /// <summary>A dictionary.</summary>
    internal static string Dictionary(params (string Key, string Value)[] items) => $"}}({string.Concat(items.Select(item => Text(item.Key) + item.Value))}u";

    /// <summary>Writes a file as PyTorch does since 1.6.</summary>
    internal static void WriteZip(string path, string pickle, params (string Name, byte[] Bytes)[] storages) => WriteZip(path, pickle, CompressionLevel.NoCompression, storages);

    /// <summary>Writes such a file, compressed or not.</summary>
    internal static void WriteZip(string path, string pickle, CompressionLevel compression, params (string Name, byte[] Bytes)[] storages)
    {
        using ZipArchive archive = new(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in storages.Select(storage => ("data/" + storage.Name, storage.Bytes)).Prepend(("data.pkl", Encoding.Latin1.GetBytes($"\u0080\u0002{pickle}."))))
        {
            using Stream entry = archive.CreateEntry("archive/" + name, compression).Open();
            entry.Write(bytes);
        }
    }

    /// <summary>The bytes of float32 numbers.</summary>
    internal static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
