using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification;

/// <summary>How a saved classifier is loaded. None of it is saved with the classifier.</summary>
public sealed record ClassifierLoadOptions
{
    /// <summary>Where it computes. Default: <see cref="ComputeDevice.Auto"/>.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The numbers of the matrix products. <see cref="Precision.Float16"/> needs a CUDA device. Default: <see cref="Precision.Auto"/>.</summary>
    public Precision Precision { get; init; }

    /// <summary>Is told of tensors in the folder that the classifier has no use for, which a folder of strangers may have. Default: none.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The application's own kinds of encoder, found by name. Default: none; the library's own are always known.</summary>
    [Experimental("TLTC1001")]
    public IReadOnlyList<EncoderFamily> Families { get; init; } = [];

    /// <summary>The application's own kinds of head, found by name. Default: none; the library's own are always known.</summary>
    [Experimental("TLTC1001")]
    public IReadOnlyList<HeadKind> Heads { get; init; } = [];

    /// <exception cref="ArgumentException">A member that has a default is null, or one of the kinds is.</exception>
    internal void RequireMembers(string parameter)
    {
        foreach ((string name, IEnumerable<object?>? values) in ((string, IEnumerable<object?>?)[])[(nameof(Device), [Device]), (nameof(Families), Families), (nameof(Heads), Heads)])
        {
            if (values is null || values.Contains(null))
            {
                throw new ArgumentException($"{nameof(ClassifierLoadOptions)}.{name} is null, or holds null. Leave it out for the default.", parameter);
            }
        }
    }
}
