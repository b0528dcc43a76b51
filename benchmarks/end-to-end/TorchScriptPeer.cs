using System.Diagnostics;
using TorchSharp;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Tokenization;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Hugging Face's MiniLM classifier, traced in training mode, with PyTorch's AdamW and batches of 32 as they come, padded: the textbook loop.</summary>
internal static class TorchScriptPeer
{
    private const int BatchSize = 32;

    /// <summary>Trains and returns the seconds.</summary>
    internal static double Train(string shared, IReadOnlyList<TokenizedText> texts, IReadOnlyList<long> labels, int epochs = 1, Action? afterStep = null)
    {
        NativeBackend.EnsureLoaded();
        using var module = jit.load<Tensor, Tensor, Tensor>(Path.Combine(shared, "goldens", "peers", "minilm-classifier.torchscript.pt"));
        Fill(module, shared);
        using var optimizer = optim.AdamW(module.parameters(), lr: 5e-5, weight_decay: 0.01);
        Step(0);
        Epoch(null); // warm-up as for ours: the first calls compile, and each new length is prepared
        Stopwatch watch = Stopwatch.StartNew();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            Epoch(afterStep);
        }

        return watch.Elapsed.TotalSeconds;

        void Epoch(Action? after)
        {
            for (int first = 0; first < texts.Count; first += BatchSize)
            {
                Step(first);
                after?.Invoke();
            }
        }

        void Step(int first)
        {
            using DisposeScope scope = NewDisposeScope();
            (long[] ids, long[] mask, int rows, int length) = Pad([.. texts.Skip(first).Take(BatchSize)]);
            optimizer.zero_grad();
            Tensor logits = module.call(tensor(ids).view(rows, length), tensor(mask).view(rows, length)); // [rows, 2]
            nn.functional.cross_entropy(logits, tensor([.. labels.Skip(first).Take(rows)])).backward();
            optimizer.step();
        }
    }

    /// <summary>Rows of ids and mask, padded to the longest.</summary>
    internal static (long[] Ids, long[] Mask, int Rows, int Length) Pad(IReadOnlyList<TokenizedText> texts)
    {
        int length = texts.Max(text => text.Ids.Length);
        long[] ids = new long[texts.Count * length];
        long[] mask = new long[texts.Count * length];
        for (int row = 0; row < texts.Count; row++)
        {
            for (int i = 0; i < texts[row].Ids.Length; i++)
            {
                ids[(row * length) + i] = texts[row].Ids[i];
                mask[(row * length) + i] = 1;
            }
        }

        return (ids, mask, texts.Count, length);
    }

    private static void Fill(nn.Module module, string shared)
    {
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(MiniLm.Folder(shared));
        const string Prefix = "net.bert.";
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                ParameterInitialization.Fill(parameter, values => tensors.Read(name[Prefix.Length..], values));
            }
            else
            {
                ParameterInitialization.Default(name, parameter, seed: 0, standardDeviation: 0.02);
            }
        }
    }
}
