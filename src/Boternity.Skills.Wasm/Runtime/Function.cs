using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A function: a guest's, or one of the host.</summary>
internal sealed class Function : Extern
{
    /// <summary>A function of the host. It belongs to no store, so that one linker serves many stores.</summary>
    public Function(FuncType type, HostCallback callback)
    {
        Type = type;
        Callback = callback;
        Origin = this;
    }

    internal Function(Instance instance, int index)
    {
        Type = instance.Module.Definition.GetFunctionType(index);
        Instance = instance;
        Index = index;
        Store = instance.Store;
        Origin = this;
    }

    private Function(Store store, Function origin)
    {
        Type = origin.Type;
        Callback = origin.Callback;
        Store = store;
        Origin = origin;
    }

    public override ExternKind Kind => ExternKind.Function;

    public FuncType Type { get; }

    /// <summary>The store it belongs to; null for a function of the host that was not yet linked.</summary>
    public Store? Store { get; }

    /// <summary>The instance it belongs to; null for a function of the host.</summary>
    internal Instance? Instance { get; }

    /// <summary>Its index in the instance's module.</summary>
    internal int Index { get; }

    internal HostCallback? Callback { get; }

    /// <summary>What identifies a host function, whichever store it was bound to.</summary>
    internal Function Origin { get; }

    /// <summary>Calls it.</summary>
    /// <param name="arguments">The arguments, in slots: i32 and f32 in the low half (the high half is ignored), v128 in
    /// two slots.</param>
    /// <param name="results">Where the results go.</param>
    /// <exception cref="ArgumentException">The number of slots does not fit the type.</exception>
    /// <exception cref="WasmTrapException">The guest was stopped.</exception>
    public void Invoke(ReadOnlySpan<ulong> arguments, Span<ulong> results)
    {
        if (arguments.Length != Type.ParameterSlots)
        {
            throw new ArgumentException($"The function takes {Type.ParameterSlots} slots.", nameof(arguments));
        }

        if (results.Length != Type.ResultSlots)
        {
            throw new ArgumentException($"The function gives {Type.ResultSlots} slots.", nameof(results));
        }

        if (Instance is { } instance)
        {
            instance.Store.Tier.Invoke(instance, Index, arguments, results);
            return;
        }

        Callback!(new Caller(Store
            ?? throw new InvalidOperationException(
                "A host function is called through the store that it was linked in."), null), arguments, results);
    }

    /// <summary>Calls it and gives the results' slots.</summary>
    public ulong[] Invoke(params ReadOnlySpan<ulong> arguments)
    {
        var results = new ulong[Type.ResultSlots];
        Invoke(arguments, results);
        return results;
    }

    internal Function BindTo(Store store) => Store is null ? new Function(store, this) : this;
}
