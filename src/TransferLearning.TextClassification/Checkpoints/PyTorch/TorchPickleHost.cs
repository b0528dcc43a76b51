namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>The few names that a file of tensors needs. What each stands for is written out here; every other name is refused.</summary>
internal sealed class TorchPickleHost : IPickleHost
{
    private static readonly Dictionary<string, StoredType> StorageTypes = new(StringComparer.Ordinal)
    {
        ["HalfStorage"] = StoredType.Float16,
        ["BFloat16Storage"] = StoredType.BFloat16,
        ["FloatStorage"] = StoredType.Float32,
        ["DoubleStorage"] = StoredType.Float64,
        ["CharStorage"] = StoredType.Int8,
        ["ShortStorage"] = StoredType.Int16,
        ["IntStorage"] = StoredType.Int32,
        ["LongStorage"] = StoredType.Int64,
        ["ByteStorage"] = StoredType.UInt8,
        ["BoolStorage"] = StoredType.Bool,
    };

    private static readonly Dictionary<string, StoredType> Types = new(StringComparer.Ordinal)
    {
        ["float16"] = StoredType.Float16,
        ["bfloat16"] = StoredType.BFloat16,
        ["float32"] = StoredType.Float32,
        ["float64"] = StoredType.Float64,
        ["int8"] = StoredType.Int8,
        ["int16"] = StoredType.Int16,
        ["int32"] = StoredType.Int32,
        ["int64"] = StoredType.Int64,
        ["uint8"] = StoredType.UInt8,
        ["bool"] = StoredType.Bool,
    };

    private readonly Dictionary<string, TorchStorage> storages = new(StringComparer.Ordinal);

    /// <summary>The storages that the pickle spoke of, by key.</summary>
    internal IReadOnlyDictionary<string, TorchStorage> Storages => storages;

    /// <inheritdoc/>
    public object Global(PickleGlobal global)
    {
        bool known = global.Module switch
        {
            "collections" => global.Name == "OrderedDict",
            "torch._utils" => global.Name is "_rebuild_tensor" or "_rebuild_tensor_v2" or "_rebuild_tensor_v3" or "_rebuild_parameter" or "_rebuild_parameter_with_state",
            "torch._tensor" => global.Name == "_rebuild_from_type_v2",
            "torch.nn.parameter" => global.Name == "Parameter",
            "torch.storage" => global.Name is "UntypedStorage" or "_UntypedStorage",
            "torch" => global.Name is "Size" or "Tensor" or "device" or "UntypedStorage" || StorageTypes.ContainsKey(global.Name) || Types.ContainsKey(global.Name),
            _ => false,
        };
        return known
            ? global
            : throw new PickleException($"it asks for '{global}', which is not among the names that a file of tensors needs");
    }

    /// <inheritdoc/>
    public object? Reduce(object? callee, object?[] arguments) => ((callee as PickleGlobal)?.ToString(), arguments) switch
    {
        ("collections.OrderedDict", []) => new PickleDictionary(),
        ("collections.OrderedDict", [List<object?> pairs]) => Dictionary(pairs),
        ("torch.Size", [object?[] lengths]) => lengths,
        ("torch.device", _) => null,
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2", [TorchStorage { Type: { } type } storage, long offset, object?[] shape, object?[] strides, ..]) =>
            TorchTensor.Create(storage, type, offset, Numbers(shape), Numbers(strides)),
        ("torch._utils._rebuild_tensor_v3", [TorchStorage storage, long offset, object?[] shape, object?[] strides, _, _, PickleGlobal { Module: "torch" } type, ..])
            when Types.TryGetValue(type.Name, out StoredType stored) => TorchTensor.Create(storage, stored, offset, Numbers(shape), Numbers(strides)),
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state", [TorchTensor tensor, ..]) => tensor,
        ("torch.nn.parameter.Parameter", [TorchTensor tensor, ..]) => tensor,
        ("torch._tensor._rebuild_from_type_v2", [PickleGlobal inner, PickleGlobal { Name: "Tensor" or "Parameter" }, object?[] innerArguments, ..])
            when inner.Module == "torch._utils" => Reduce(inner, innerArguments),
        _ => throw new PickleException($"it calls {(callee is PickleGlobal ? $"'{callee}'" : "something that has no name")} with arguments that do not describe a tensor"),
    };

    /// <inheritdoc/>
    public void Build(object? target, object? state)
    {
        // Attributes of dictionaries (PyTorch's _metadata) and tensors say nothing about numbers.
        if (target is not (PickleDictionary or TorchTensor))
        {
            throw new PickleException("it sets attributes of something that is not a tensor");
        }
    }

    /// <inheritdoc/>
    public object? Persistent(object? id)
    {
        // ('storage', type, key, device, length), and in the legacy format a sixth: the part of another storage that this is.
        if (id is not object?[] { Length: 5 or 6 } parts
            || parts is not ["storage", PickleGlobal type, string key, _, long length, ..]
            || length < 0)
        {
            throw new PickleException("it refers to something outside itself that is not a block of numbers");
        }

        if (parts is [.., not null] and { Length: 6 })
        {
            throw new PickleException("it holds a storage that is a part of another one, as only PyTorch before 0.4 wrote");
        }

        TorchStorage storage = new(key, StorageType(type), length);
        if (storage.Bytes < 0 || (storages.TryGetValue(key, out TorchStorage? known) && known != storage))
        {
            throw new PickleException($"it says different or impossible things about its storage '{key}'");
        }

        storages[key] = storage;
        return storage;
    }

    private static StoredType? StorageType(PickleGlobal type)
    {
        if (type is { Module: "torch", Name: { } name } && StorageTypes.TryGetValue(name, out StoredType stored))
        {
            return stored;
        }

        return type.Name.EndsWith("UntypedStorage", StringComparison.Ordinal) ? null : throw new PickleException($"it holds a storage of the kind '{type}', which is not known");
    }

    private static PickleDictionary Dictionary(List<object?> pairs)
    {
        PickleDictionary dictionary = new();
        foreach (object? pair in pairs)
        {
            (object? key, object? value) = pair switch
            {
                object?[] { Length: 2 } tuple => (tuple[0], tuple[1]),
                List<object?> { Count: 2 } list => (list[0], list[1]),
                _ => throw new PickleException("it builds a dictionary from something other than pairs"),
            };
            dictionary.Add(key, value);
        }

        return dictionary;
    }

    private static long[] Numbers(object?[] values) =>
        [.. values.Select(value => value as long? ?? throw new PickleException("it holds a tensor whose shape is not made of whole numbers"))];
}
