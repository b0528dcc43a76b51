namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>What the names in a pickle mean. Each method throws <see cref="PickleException"/> for what it does not know.</summary>
internal interface IPickleHost
{
    /// <summary>A name is asked for.</summary>
    public object Global(PickleGlobal global);

    /// <summary>A name is called with arguments.</summary>
    public object? Reduce(object? callee, object?[] arguments);

    /// <summary>An object's attributes are set.</summary>
    public void Build(object? target, object? state);

    /// <summary>An object that lies outside the pickle is asked for.</summary>
    public object? Persistent(object? id);
}
