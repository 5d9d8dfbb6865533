using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// What the component instances of one invocation share: the store, what the host put beside it, and the limits that
/// the core engine does not know.
/// </summary>
internal sealed class ComponentContext
{
    // A byte copied costs a sixteenth of an instruction, as bulk instructions do.
    private const int BytesPerFuel = 16;

    private const int HostCallFuel = 100;

    private readonly List<ComponentInstanceState> _instances = [];
    private readonly List<(RuntimeResource Type, object Host)> _underway = [];
    private ComponentValue[] _arguments = new ComponentValue[64];
    private int _argumentsUsed;
    private long _hostBytesLeft;
    private int _handles;
    private int _definitions;

    public ComponentContext(Store store, ComponentContextOptions? options = null, object? state = null)
    {
        Store = store;
        Options = options ?? new();
        State = state;
        _hostBytesLeft = Options.MaxHostBytesPerCall;
    }

    public Store Store { get; }

    public ComponentContextOptions Options { get; }

    /// <summary>Whatever the host's functions need to know of this invocation.</summary>
    public object? State { get; }

    /// <summary>How many handles all tables hold.</summary>
    public int HandleCount => _handles;

    /// <summary>The state as <typeparamref name="T"/>.</summary>
    public T GetState<T>()
        where T : class => State as T
            ?? throw new InvalidOperationException($"The invocation's state is not a {typeof(T).Name}.");

    /// <summary>
    /// Drops the host's resources that the guests still own. Call it once, when the invocation is over, however it
    /// ended.
    /// </summary>
    public void DropResources()
    {
        foreach (ComponentInstanceState instance in _instances)
        {
            foreach ((RuntimeResource type, object host) in instance.Handles.OwnedHostResources())
            {
                type.Drop?.Invoke(this, host);
            }
        }

        // A trap came between.
        foreach ((RuntimeResource type, object host) in _underway)
        {
            type.Drop?.Invoke(this, host);
        }

        _instances.Clear();
        _underway.Clear();
    }

    /// <summary>Ends a guest's resource that the host owns, because a guest gave it away as <c>own</c>.</summary>
    public void Drop(in ComponentValue resource)
    {
        GuestResource owned = resource.AsResource<GuestResource>();
        owned.Type.Destroy(this, null, null, owned.Representation);
    }

    internal void Add(ComponentInstanceState instance)
    {
        if (_instances.Count >= Options.MaxInstances)
        {
            throw new WasmLinkException($"the limit of {Options.MaxInstances} component instances is reached");
        }

        _instances.Add(instance);
        Store.CheckInterrupt();
    }

    /// <summary>
    /// Charges the definitions that an instantiation follows: components that instantiate each other multiply them.
    /// </summary>
    internal void CountDefinitions(int count)
    {
        Store.ConsumeFuel(count);
        _definitions += count;
        if (_definitions > Options.MaxDefinitions)
        {
            throw new WasmLinkException(
                $"the limit of {Options.MaxDefinitions} definitions in component instances is reached");
        }
    }

    /// <summary>A resource of the host leaves a table, or the host gives it, and is in no table for a while.</summary>
    internal void Depart(RuntimeResource type, object host) => _underway.Add((type, host));

    /// <summary>What departed is in a table again.</summary>
    internal void Arrive(object? host)
    {
        for (int i = _underway.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_underway[i].Host, host))
            {
                _underway.RemoveAt(i);
                return;
            }
        }
    }

    /// <summary>What departed is the host's now.</summary>
    internal void HandOver() => _underway.Clear();

    internal void CountHandle(int change)
    {
        _handles += change;
        if (_handles > Options.MaxHandles)
        {
            ComponentTraps.Throw($"the limit of {Options.MaxHandles} resource handles is reached");
        }
    }

    /// <summary>
    /// What a guest passes may refer to the same bytes many times over; what the host makes of it is bounded by itself.
    /// </summary>
    internal void Charge(long guestBytes, long hostBytes)
    {
        if (guestBytes >= BytesPerFuel)
        {
            Store.ConsumeFuel(guestBytes / BytesPerFuel);
        }

        if (hostBytes == 0)
        {
            return;
        }

        _hostBytesLeft -= hostBytes;
        if (_hostBytesLeft < 0)
        {
            ComponentTraps.Throw(
                $"a call passes more than the limit of {Options.MaxHostBytesPerCall} bytes to the host");
        }

        Store.ReserveHost(hostBytes);
    }

    /// <summary>
    /// Charges a call to the host, which costs more than an instruction: a flood of calls ends with the fuel or the
    /// time, too.
    /// </summary>
    internal void BeginHostCall()
    {
        Store.ConsumeFuel(HostCallFuel);
        Store.CheckInterrupt();
    }

    /// <summary>A call of the host into a guest begins with the whole share.</summary>
    internal void ResetCharge() => EndCall(Options.MaxHostBytesPerCall);

    /// <summary>
    /// What is left for calls inside each other. When a call is over, what it passed is gone, and <see cref="EndCall"/>
    /// gives its share back.
    /// </summary>
    internal long BeginCall() => _hostBytesLeft;

    internal void EndCall(long left)
    {
        Store.UnreserveHost(left - _hostBytesLeft);
        _hostBytesLeft = left;
    }

    /// <summary>
    /// Ends the guest where functions that call each other without core code between them (a lifted function that was
    /// lowered, a destructor that drops) would use up the thread's stack.
    /// </summary>
    internal static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new WasmTrapException(TrapCode.StackExhausted);
        }
    }

    /// <summary>
    /// Places for a call's arguments, given back by <see cref="ReturnArguments"/> in the opposite order.
    /// </summary>
    internal ArraySegment<ComponentValue> RentArguments(int count)
    {
        if (_argumentsUsed + count > _arguments.Length)
        {
            // What is rented now stays in the old array, which its renters hold.
            int length = Math.Max(_arguments.Length * 2, _argumentsUsed + count);
            Store.ReserveHost((long)length * Codec.HostBytes);
            _arguments = new ComponentValue[length];
        }

        var segment = new ArraySegment<ComponentValue>(_arguments, _argumentsUsed, count);
        _argumentsUsed += count;
        return segment;
    }

    internal void ReturnArguments(ArraySegment<ComponentValue> segment)
    {
        segment.AsSpan().Clear();
        _argumentsUsed -= segment.Count;
    }
}
