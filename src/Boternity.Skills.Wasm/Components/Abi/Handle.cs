namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>An entry of a handle table.</summary>
internal struct Handle
{
    /// <summary>Null where the entry is free.</summary>
    public RuntimeResource? Type;

    /// <summary>The host's object, for resources of the host.</summary>
    public object? Host;

    /// <summary>What the guest that defines the resource knows it by.</summary>
    public uint Representation;

    /// <summary>How many calls under way have borrowed it.</summary>
    public int Lends;

    /// <summary>The next free entry, where this one is free; 0 for none.</summary>
    public int NextFree;

    public bool IsOwn;

    /// <summary>Of a borrowed handle, the call that must drop it.</summary>
    public CallScope? Scope;
}
