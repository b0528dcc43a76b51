using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Heads;

/// <summary>An encoder with a head on it. Owns the head, and the encoder but where it stands beside another model.</summary>
internal sealed class ClassificationModel : IDisposable
{
    private const string EncoderPrefix = "encoder.";
    private const string HeadPrefix = "head.";

    private bool ownsEncoder = true;

    internal ClassificationModel(EncoderFamily family, TextEncoder encoder, ClassificationHead head)
    {
        Family = family;
        Encoder = encoder;
        Head = head;
        EnsureTrainable(encoder, $"The encoder '{family.Name}'");
        EnsureTrainable(head, "The head");
    }

    internal EncoderFamily Family { get; }

    internal TextEncoder Encoder { get; }

    internal ClassificationHead Head { get; }

    /// <summary>A model with another head on the same encoder, which stays this model's: dispose the other one first.</summary>
    internal ClassificationModel Beside(ClassificationHead head) => new(Family, Encoder, head) { ownsEncoder = false };

    /// <summary>All parameters; names begin with <c>encoder.</c> or <c>head.</c></summary>
    internal IEnumerable<(string Name, Parameter Parameter)> NamedParameters() =>
        Encoder.named_parameters().Select(pair => (EncoderPrefix + pair.name, pair.parameter))
            .Concat(Head.named_parameters().Select(pair => (HeadPrefix + pair.name, pair.parameter)));

    /// <summary>The name of a parameter (as <see cref="NamedParameters"/> gives it) in a checkpoint of the family.</summary>
    internal string CheckpointName(string name)
    {
        if (name.StartsWith(HeadPrefix, StringComparison.Ordinal))
        {
            return Head.TensorNames.ToTheirs(name[HeadPrefix.Length..]);
        }

        string theirs = Family.TensorNames.ToTheirs(name[EncoderPrefix.Length..]);
        return Family.CheckpointPrefix is { } prefix ? $"{prefix}.{theirs}" : $"encoder.{theirs}";
    }

    /// <summary>Scores a batch: logits <c>[texts, outputs]</c> in the order of the batch.</summary>
    internal torch.Tensor Forward(TokenBatch batch, ForwardContext context)
    {
        context.NeedsTokenVectors = Head.UsesTokenVectors;
        EncoderOutput output = Encoder.Forward(batch, context);
        output.Batch = batch;
        return Head.Forward(output, context);
    }

    /// <summary>Scores a batch by the kernels of a training step.</summary>
    internal torch.Tensor Forward(TokenBatch batch, FusedParts parts, Func<FusedPass, BatchPart, ForwardContext> contextOf)
    {
        (EncoderOutput output, ForwardContext context) = parts.Forward(Encoder, contextOf, Head.UsesTokenVectors);
        output.Batch = batch;
        return Head.Forward(output, context);
    }

    /// <summary>Moves all parameters.</summary>
    internal void MoveTo(torch.Device device)
    {
        Encoder.to(device);
        Head.to(device);
    }

    /// <summary>Fills the parameters (as <see cref="NamedParameters"/> names them) that no checkpoint gave.</summary>
    internal void Initialize(Func<string, bool> isNew, long seed, double standardDeviation)
    {
        foreach ((string name, Parameter parameter) in NamedParameters().Where(pair => isNew(pair.Name)))
        {
            long own = ModuleWeights.SeedOf(seed, name);
            if (name.StartsWith(HeadPrefix, StringComparison.Ordinal))
            {
                Head.InitializeParameter(name[HeadPrefix.Length..], parameter, own, standardDeviation);
            }
            else
            {
                Encoder.InitializeParameter(name[EncoderPrefix.Length..], parameter, own);
            }
        }
    }

    public void Dispose()
    {
        foreach (torch.nn.Module module in (torch.nn.Module[])(ownsEncoder ? [Encoder, Head] : [Head]))
        {
            foreach (Parameter parameter in module.parameters())
            {
                parameter.Dispose();
            }

            module.Dispose();
        }
    }

    private static void EnsureTrainable(torch.nn.Module module, string what)
    {
        if (!module.named_parameters().Any())
        {
            throw new ArgumentException(
                $"{what} ({module.GetType().Name}) has no parameters and would learn nothing. Call RegisterComponents() at the end of its constructor.");
        }
    }
}
