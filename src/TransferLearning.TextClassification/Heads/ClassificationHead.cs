using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>A head: an encoder's output in, scores out. A subclass must call <c>RegisterComponents()</c> at the end of its constructor.</summary>
[Experimental("TLTC1001")]
public abstract class ClassificationHead : torch.nn.Module
{
    /// <summary>Creates the module.</summary>
    /// <param name="name">The module's name.</param>
    protected ClassificationHead(string name)
        : base(name)
    {
    }

    /// <summary>Whether the head reads <see cref="EncoderOutput.TokenVectors"/>. Where it does not, an encoder need not compute all of them. Default: true.</summary>
    public virtual bool UsesTokenVectors => true;

    /// <summary>Scores the texts of a batch.</summary>
    /// <param name="output">The encoder's output.</param>
    /// <param name="context">What the pass is for.</param>
    /// <returns>Logits <c>[texts, outputs]</c>, in the order of the batch.</returns>
    public abstract torch.Tensor Forward(EncoderOutput output, ForwardContext context);

    /// <summary>The names of our parameters in checkpoints.</summary>
    internal virtual TensorNameTable TensorNames => TensorNameTable.Identity;

    /// <summary>Whether a parameter is taken from a pretrained checkpoint that has it, although its classifier is not kept.</summary>
    internal virtual bool ComesWithEncoder(string name) => false;

    /// <summary>Fills one parameter that no checkpoint gave. The default: biases 0, norm weights 1, all else normal with the given standard deviation.</summary>
    /// <param name="name">The parameter's name in this module.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="seed">A number that depends on the run's seed and the name.</param>
    /// <param name="standardDeviation">The encoder's <c>initializer_range</c>, else 0.02.</param>
    public virtual void InitializeParameter(string name, Parameter parameter, long seed, double standardDeviation) =>
        ParameterInitialization.Default(name, parameter, seed, standardDeviation);
}
