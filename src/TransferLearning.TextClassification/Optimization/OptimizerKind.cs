using System.Diagnostics.CodeAnalysis;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>A kind of optimizer with its options: named, without state, used for any number of trainings.</summary>
[Experimental("TLTC1001")]
public abstract class OptimizerKind
{
    /// <summary>The name under which it is saved, such as <c>adamw</c>; an application's own kinds carry a prefix (<c>acme.lion</c>).</summary>
    public abstract string Name { get; }

    /// <summary>The learning rate that schedules and groups multiply.</summary>
    public abstract double LearningRate { get; }

    /// <summary>The options as a JSON object, for the record of a training.</summary>
    /// <value><c>{}</c> by default.</value>
    public virtual string OptionsJson => "{}";

    /// <summary>Checks the options.</summary>
    /// <returns>One sentence a mistake: what was given, what is expected. None by default.</returns>
    public virtual IEnumerable<string> FindProblems() => [];

    /// <summary>This kind with a learning rate, where its options leave it open; else this.</summary>
    internal virtual OptimizerKind WithUsualRate(double rate) => this;

    /// <summary>Makes an optimizer for one training.</summary>
    /// <param name="groups">The parameters to train. They stay the caller's.</param>
    /// <returns>The optimizer, which owns its state.</returns>
    public abstract ParameterOptimizer Create(IReadOnlyList<ParameterGroup> groups);
}
