using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>An encoder: texts in, a vector a token and a vector a text out. A subclass must call <c>RegisterComponents()</c> at the end of its constructor.</summary>
[Experimental("TLTC1001")]
public abstract class TextEncoder : torch.nn.Module
{
    /// <summary>Creates the module; parameters may be left uninitialised, <see cref="InitializeParameter"/> fills them.</summary>
    /// <param name="name">The module's name.</param>
    protected TextEncoder(string name)
        : base(name)
    {
    }

    /// <summary>The size of the vectors.</summary>
    public abstract int HiddenSize { get; }

    /// <summary>The size of a text's vector, where pooling makes it another than a token's. Default: <see cref="HiddenSize"/>.</summary>
    public virtual int TextVectorSize => HiddenSize;

    /// <summary>The longest text in tokens that the encoder can take, or null where there is no limit.</summary>
    public virtual int? MaxTokens => null;

    /// <summary>Whether the library may run several passes of it at once, and a training's batch in parts.</summary>
    internal virtual bool RunsOnLanes => false;

    /// <summary>The encoder itself, where this is one with a pooling behind it.</summary>
    internal virtual TextEncoder Core => this;

    /// <summary>Encodes a batch.</summary>
    /// <param name="batch">The packed tokens.</param>
    /// <param name="context">What the pass is for.</param>
    /// <returns>Vectors in the order of the batch.</returns>
    public abstract EncoderOutput Forward(TokenBatch batch, ForwardContext context);

    /// <summary>Fills one parameter that no checkpoint gave. The default: biases 0, norm weights 1, all else normal with standard deviation 0.02.</summary>
    /// <param name="name">The parameter's name in this module.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="seed">A number that depends on the run's seed and the name.</param>
    public virtual void InitializeParameter(string name, Parameter parameter, long seed) =>
        ParameterInitialization.Default(name, parameter, seed, standardDeviation: 0.02);
}
