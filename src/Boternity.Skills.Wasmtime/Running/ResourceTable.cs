using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>The host's objects that one guest has handles of. A guest sees numbers that it cannot forge.</summary>
internal sealed class ResourceTable
{
    /// <summary>How many objects one guest may hold.</summary>
    public const int MaxHandles = 10_000;

    private readonly List<object?> _objects = [];
    private readonly Stack<uint> _free = new();

    /// <summary>How many objects there are.</summary>
    public int Count => _objects.Count - _free.Count;

    /// <summary>Gives an object a number.</summary>
    /// <exception cref="WasmTrapException">There are too many.</exception>
    public uint Add(object host)
    {
        if (Count >= MaxHandles)
        {
            HostResource.Drop(host);
            throw new WasmTrapException(TrapCode.Host, $"the limit of {MaxHandles} resource handles is reached");
        }

        if (_free.TryPop(out uint number))
        {
            _objects[(int)number] = host;
            return number;
        }

        _objects.Add(host);
        return (uint)_objects.Count - 1;
    }

    /// <summary>The object of a number.</summary>
    /// <exception cref="WasmTrapException">There is none.</exception>
    public object Get(uint number) => number < _objects.Count && _objects[(int)number] is { } host
        ? host
        : throw new WasmTrapException(TrapCode.Host, "unknown handle index");

    /// <summary>The object of a number, which means nothing from now on.</summary>
    /// <exception cref="WasmTrapException">There is none.</exception>
    public object Take(uint number)
    {
        object host = Get(number);
        _objects[(int)number] = null;
        _free.Push(number);
        return host;
    }

    /// <summary>Ends the objects that are left.</summary>
    public void DropAll()
    {
        foreach (object? host in _objects)
        {
            if (host is not null)
            {
                HostResource.Drop(host);
            }
        }

        _objects.Clear();
        _free.Clear();
    }
}
