using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Builds models and moves their weights from and to checkpoints.</summary>
internal static class ModelAssembly
{
    private const string HeadPrefix = "head.";
    private const string EncoderPrefix = "encoder.";

    /// <summary>A model on the processor whose parameters have no values yet.</summary>
    /// <exception cref="CheckpointException">The configuration is impossible, or its sizes are larger than the memory.</exception>
    internal static ClassificationModel Create(ClassifierDescription description)
    {
        try
        {
            TextEncoder encoder = description.Family.CreatePooled(description.EncoderConfiguration);
            return new(description.Family, encoder, CreateHead(description, encoder));
        }
        catch (ExternalException exception)
        {
            // The native library's: there is not so much memory. Its message has a place in its source before, and a trace behind.
            string reason = exception.Message.Split('\n')[0].Split("Allocator: ")[^1].TrimEnd('.', ' ');
            throw CheckpointException.At(
                description.Path ?? $"The configuration of the encoder '{description.Family.Name}'", $"an encoder of these sizes cannot be made ({reason}). Check the sizes (hidden_size and the like).", exception);
        }
    }

    /// <summary>A model on another's encoder, with a head whose parameters have no values yet. The encoder stays the other's.</summary>
    internal static ClassificationModel CreateBeside(ClassificationModel other, ClassifierDescription description) => other.Beside(CreateHead(description, other.Encoder));

    /// <summary>Reads every parameter; all must be there.</summary>
    /// <exception cref="CheckpointException">Tensors are missing, of another shape or not numbers; it names them.</exception>
    internal static WeightMatch ReadAll(ClassificationModel model, string folder) => Read(model, folder, _ => false);

    /// <summary>Reads the parameters of an encoder; its optional parts, a pooling behind it and the head may be missing or of another shape.</summary>
    /// <param name="model">The model to fill.</param>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="takesHead">Whether the checkpoint's head is read too where it fits.</param>
    /// <exception cref="CheckpointException">Other tensors are missing or of another shape, or values are not numbers; it names them.</exception>
    internal static WeightMatch ReadEncoder(ClassificationModel model, string folder, bool takesHead)
    {
        ImmutableArray<string> optional = [.. model.Family.OptionalParameters.Select(name => EncoderPrefix + name)];
        return Read(
            model,
            folder,
            name => IsHead(name) || IsPooling(name) || optional.Contains(name),
            name => takesHead || !IsHead(name) || model.Head.ComesWithEncoder(name[HeadPrefix.Length..]));
    }

    /// <summary>The parameters as tensors of a checkpoint of the family.</summary>
    internal static IEnumerable<TensorToWrite> Tensors(ClassificationModel model) =>
        model.NamedParameters().Select(pair => IsTransposed(model, pair.Name)
            ? new TensorToWrite(model.CheckpointName(pair.Name), [.. pair.Parameter.shape.Reverse()], () => TransposedMatrix.Of(TensorMemory.ToArray(pair.Parameter), (int)pair.Parameter.shape[0]))
            : new TensorToWrite(model.CheckpointName(pair.Name), pair.Parameter.shape, () => TensorMemory.ToArray(pair.Parameter)));

    internal static bool IsHead(string name) => name.StartsWith(HeadPrefix, StringComparison.Ordinal);

    /// <summary>Whether a parameter is of a pooling behind the encoder.</summary>
    internal static bool IsPooling(string name) => name.StartsWith(EncoderPrefix + PooledEncoder.OwnPrefix, StringComparison.Ordinal);

    private static ClassificationHead CreateHead(ClassifierDescription description, TextEncoder encoder) => description.Head.Create(
        description.HeadOptions,
        new HeadShape(encoder.TextVectorSize, description.Outputs, description.EncoderDropout) { Encoder = description.EncoderConfiguration, TokenVectorSize = encoder.HiddenSize });

    private static bool IsTransposed(ClassificationModel model, string name) => !IsHead(name) && model.Family.IsTransposed(name[EncoderPrefix.Length..]);

    private static WeightMatch Read(ClassificationModel model, string folder, Func<string, bool> isOptional, Func<string, bool>? isWanted = null)
    {
        (string Ours, string Theirs, Parameter Parameter)[] parameters = [.. model.NamedParameters().Select(pair => (pair.Name, model.CheckpointName(pair.Name), pair.Parameter))];
        HashSet<string> expected = [.. parameters.Select(parameter => parameter.Theirs), .. OptionalNames(model)];
        string prefix = (model.Family.CheckpointPrefix ?? "encoder") + ".";
        using RenamedTensors tensors = new(folder, CheckpointFolder.OpenTensors(folder), Rename);
        TensorMatch match = TensorMatching.Match(
            folder, parameters.Select(parameter => new ExpectedTensor(parameter.Theirs, ShapeOf(parameter.Ours, parameter.Parameter), isOptional(parameter.Ours))), tensors);
        HashSet<string> found = [.. match.Found];
        List<string> unread = [];
        foreach ((string ours, string theirs, Parameter parameter) in parameters)
        {
            if (found.Contains(theirs) && isWanted?.Invoke(ours) != false)
            {
                ParameterInitialization.Fill(parameter, values => ReadValues(ours, theirs, parameter, values));
            }
            else
            {
                unread.Add(ours);
            }
        }

        return new([.. unread], [.. match.Unexpected.Where(name => !expected.Contains(name))]);

        long[] ShapeOf(string ours, Parameter parameter) => IsTransposed(model, ours) ? [.. parameter.shape.Reverse()] : parameter.shape;

        void ReadValues(string ours, string theirs, Parameter parameter, Span<float> values)
        {
            tensors.Read(theirs, values);
            if (IsTransposed(model, ours))
            {
                TransposedMatrix.Of(values, (int)parameter.shape[1]).CopyTo(values);
            }
        }

        // Checkpoints of the bare encoder lack the prefix that those of whole models have.
        string? Rename(string name)
        {
            string? modern = LegacyTensorNames.Modernize(name);
            if (model.Family.IsConstant(name))
            {
                return null;
            }

            return modern is not null && !expected.Contains(modern) && expected.Contains(prefix + modern) ? prefix + modern : modern;
        }
    }

    /// <summary>The optional parts of the encoder, which a checkpoint may hold although the model has none (another pooling).</summary>
    private static IEnumerable<string> OptionalNames(ClassificationModel model) =>
        model.Family.OptionalParameters.Select(name => model.CheckpointName(EncoderPrefix + name));
}
