using System.Runtime.CompilerServices;

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

/// <summary>
/// The handles of one component instance (CanonicalABI, "Table State"). Indices begin at 1; the one freed last is used
/// first.
/// </summary>
internal sealed class HandleTable(ComponentContext context)
{
    private Handle[] _handles = [];
    private int _used = 1;
    private int _free;

    public int Add(RuntimeResource type, object? host, uint representation, bool isOwn, CallScope? scope)
    {
        context.CountHandle(1);
        int index = _free;
        if (index != 0)
        {
            _free = _handles[index].NextFree;
        }
        else
        {
            index = _used++;
            if (index > ComponentLimits.MaxHandles)
            {
                ComponentTraps.Throw("the handle table is full");
            }

            if (index >= _handles.Length)
            {
                Enlarge();
            }
        }

        _handles[index] = new Handle
        {
            Type = type,
            Host = host,
            Representation = representation,
            IsOwn = isOwn,
            Scope = scope,
        };
        return index;
    }

    /// <summary>The handle of type <paramref name="type"/> at an index that the guest gave.</summary>
    public ref readonly Handle Get(uint index, RuntimeResource type)
    {
        if (index >= (uint)_used || _handles.Length == 0 || _handles[index].Type is not { } found)
        {
            ComponentTraps.Throw($"unknown handle index {index}");
            throw new System.Diagnostics.UnreachableException();
        }

        if (!ReferenceEquals(found, type))
        {
            ComponentTraps.Throw($"handle index {index} used with the wrong type");
        }

        return ref _handles[index];
    }

    public Handle Remove(uint index, RuntimeResource type, bool mustOwn)
    {
        Handle handle = Get(index, type);
        if (handle.Lends != 0)
        {
            ComponentTraps.Throw("cannot remove owned resource while borrowed");
        }

        if (mustOwn && !handle.IsOwn)
        {
            ComponentTraps.Throw("cannot lift own resource from a borrow");
        }

        _handles[index] = new Handle { NextFree = _free };
        _free = (int)index;
        context.CountHandle(-1);
        return handle;
    }

    private void Enlarge()
    {
        int before = _handles.Length;
        int after = Math.Max(16, before * 2);
        context.Store.ReserveHost((long)after * Unsafe.SizeOf<Handle>());
        Array.Resize(ref _handles, after);
        context.Store.UnreserveHost((long)before * Unsafe.SizeOf<Handle>());
    }

    public void AddLend(int index, int change) => _handles[index].Lends += change;

    /// <summary>The resources of the host that are still owned: what is left to drop at the end.</summary>
    public IEnumerable<(RuntimeResource Type, object Host)> OwnedHostResources()
    {
        for (int i = 1; i < _used; i++)
        {
            if (_handles[i] is { Type: { } type, IsOwn: true, Host: { } host })
            {
                yield return (type, host);
            }
        }
    }
}
