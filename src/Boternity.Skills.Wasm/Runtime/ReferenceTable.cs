namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// References of a store as 64-bit handles, so that all of a guest's values are unmanaged; 0 is null. A funcref's high
/// half is the number of its instance plus one, its low half the function's index there; host functions stand under the
/// highest number. An externref is a place in a list.
/// </summary>
internal sealed class ReferenceTable(Store store)
{
    private const uint HostNumber = uint.MaxValue;

    private readonly List<Instance> _instances = [];
    private List<Function>? _hostFunctions;
    private Dictionary<Function, int>? _hostNumbers;
    private List<object>? _externs;

    /// <summary>Gives an instance its number.</summary>
    /// <exception cref="WasmLinkException">The store has as many instances as it may.</exception>
    public uint Register(Instance instance)
    {
        if (_instances.Count >= store.Options.MaxInstances)
        {
            throw new WasmLinkException($"the store's limit of {store.Options.MaxInstances} instances is reached");
        }

        _instances.Add(instance);
        return (uint)_instances.Count;
    }

    public Instance GetInstance(uint number) => _instances[(int)number - 1];

    /// <summary>The handle of a reference to a function; 0 for null.</summary>
    public ulong ToHandle(Function? function)
    {
        if (function is null)
        {
            return 0;
        }

        if (function.Instance is { } instance)
        {
            if (instance.Store != store)
            {
                throw new ArgumentException("The function belongs to another store.", nameof(function));
            }

            return instance.HandleBase | (uint)function.Index;
        }

        _hostNumbers ??= [];
        _hostFunctions ??= [];
        if (!_hostNumbers.TryGetValue(function.Origin, out int number))
        {
            number = _hostFunctions.Count;
            _hostFunctions.Add(function.BindTo(store));
            _hostNumbers.Add(function.Origin, number);
        }

        return ((ulong)HostNumber << 32) | (uint)number;
    }

    /// <summary>The function that a handle refers to; null for 0.</summary>
    public Function? ResolveFunction(ulong handle)
    {
        if (handle == 0)
        {
            return null;
        }

        uint number = (uint)(handle >> 32);
        return number == HostNumber
            ? _hostFunctions![(int)(uint)handle]
            : GetInstance(number).GetFunction((int)(uint)handle);
    }

    /// <summary>The handle of a reference to an object of the host; 0 for null. The store holds the object as long as
    /// it lives.</summary>
    public ulong AddExtern(object? value)
    {
        if (value is null)
        {
            return 0;
        }

        _externs ??= [];
        _externs.Add(value);
        return (ulong)_externs.Count;
    }

    /// <summary>The object that an externref's handle refers to; null for 0.</summary>
    public object? GetExtern(ulong handle) => handle == 0 ? null : _externs![checked((int)handle) - 1];
}
