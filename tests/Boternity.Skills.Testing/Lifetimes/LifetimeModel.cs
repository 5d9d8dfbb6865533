namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>A resource on its way: which it is, and its representation, which of the host's is its number.</summary>
internal sealed record LifetimeResource(int Resource, uint Rep);

/// <summary>The specification says that this traps.</summary>
/// <param name="reason">What the engine's message contains.</param>
internal sealed class LifetimeTrapException(string reason) : Exception(reason);

/// <summary>
/// What a program does, by the specification (CanonicalABI: "Table State", "canon lift", "canon lower",
/// "canon resource.new", "resource.drop", "resource.rep"), without any of the engine's code.
/// </summary>
internal sealed class LifetimeModel
{
    private readonly LifetimeProgram _program;
    private readonly Instance[] _instances;
    private bool _trapped;

    public LifetimeModel(LifetimeProgram program)
    {
        _program = program;
        _instances = [.. program.Parts.Select(_ => new Instance())];
    }

    /// <summary>What the host was told, in order.</summary>
    public List<long> Log { get; } = [];

    /// <summary>How many of the host's resources were made.</summary>
    public uint Made { get; private set; }

    /// <summary>How many handles there are.</summary>
    public int Handles => _instances.Sum(instance => instance.Table.Count(handle => handle is not null));

    /// <summary>The host's resources that the guests own.</summary>
    public IEnumerable<uint> Owned => _instances
        .SelectMany(instance => instance.Table)
        .Where(handle => handle is { IsOwn: true, Resource: 0 })
        .Select(handle => handle!.Rep);

    /// <summary>The host calls a function.</summary>
    public object? Call(int component, int function, object[] arguments)
    {
        if (_trapped)
        {
            throw new LifetimeTrapException(LifetimeTraps.CannotEnter);
        }

        try
        {
            return Lifted(component, function, arguments);
        }
        catch (LifetimeTrapException)
        {
            _trapped = true;
            throw;
        }
    }

    /// <summary>The host ends a resource that a guest gave it.</summary>
    public void Drop(LifetimeResource resource)
    {
        if (_trapped)
        {
            throw new LifetimeTrapException(LifetimeTraps.CannotEnter);
        }

        try
        {
            Destroy(-1, resource.Resource, resource.Rep);
        }
        catch (LifetimeTrapException)
        {
            _trapped = true;
            throw;
        }
    }

    private object? Lifted(int component, int function, object[] arguments)
    {
        Instance instance = _instances[component];
        LifetimeFunction code = _program.Parts[component].Functions[function];
        instance.Enter();
        var scope = new Scope();
        var slots = new uint[code.Parameters.Length + LifetimeFunction.ExtraSlots];
        for (int i = 0; i < arguments.Length; i++)
        {
            slots[i] = code.Parameters[i].Kind switch
            {
                LifetimeKind.Number => (uint)arguments[i],
                LifetimeKind.Own => instance.Add(new((LifetimeResource)arguments[i], isOwn: true, null)),
                _ => Lend(component, (LifetimeResource)arguments[i], scope),
            };
        }

        Run(component, code.Ops, slots);
        object? result = code.Result?.Kind switch
        {
            LifetimeKind.Number => slots[code.ResultSlot],
            LifetimeKind.Own => instance.RemoveOwn(slots[code.ResultSlot], code.Result.Resource),
            _ => null,
        };
        if (scope.Borrows > 0)
        {
            throw new LifetimeTrapException(LifetimeTraps.BorrowsRemain);
        }

        if (code.DropsAfterwards)
        {
            throw new LifetimeTrapException(LifetimeTraps.CannotLeave);
        }

        instance.IsEntered = false;
        return result;
    }

    private uint Lend(int component, LifetimeResource resource, Scope scope)
    {
        if (resource.Resource == component + 1)
        {
            return resource.Rep;
        }

        scope.Borrows++;
        return _instances[component].Add(new(resource, isOwn: false, scope));
    }

    private void Run(int component, LifetimeOp[] ops, uint[] slots)
    {
        Instance instance = _instances[component];
        foreach (LifetimeOp op in ops)
        {
            switch (op.Kind)
            {
                case LifetimeOpKind.Set: slots[op.Slot] = (uint)op.Number; break;
                case LifetimeOpKind.Log: Log.Add(slots[op.Slot]); break;
                case LifetimeOpKind.New:
                    slots[op.Slot] = instance.Add(
                        new(new LifetimeResource(component + 1, (uint)op.Number), isOwn: true, null));
                    break;
                case LifetimeOpKind.Rep: Log.Add(instance.Get(slots[op.Slot], component + 1).Rep); break;
                case LifetimeOpKind.Drop: Drop(component, slots[op.Slot], op.Number); break;
                default: Call(component, op, slots); break;
            }
        }
    }

    private void Drop(int component, uint index, int resource)
    {
        Handle handle = _instances[component].Remove(index, resource);
        if (handle.IsOwn)
        {
            Destroy(component, resource, handle.Rep);
        }
        else
        {
            handle.Scope!.Borrows--;
        }
    }

    private void Destroy(int caller, int resource, uint rep)
    {
        if (resource == 0)
        {
            Log.Add(LifetimeHost.Dropped + rep);
            return;
        }

        int definer = resource - 1;
        if (definer != caller)
        {
            _instances[definer].Enter();
        }

        if (_program.Parts[definer].Destructor is { } destructor)
        {
            Log.Add((LifetimeHost.Destroyed * resource) + rep);
            var slots = new uint[3];
            slots[0] = rep;
            Run(definer, destructor, slots);
        }

        if (definer != caller)
        {
            _instances[definer].IsEntered = false;
        }
    }

    private void Call(int component, LifetimeOp op, uint[] slots)
    {
        (LifetimeType[] parameters, LifetimeType? type) = _program.TypeOf(op.Component, op.Function);
        Instance instance = _instances[component];
        var lent = new List<Handle>();
        var arguments = new object[parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            uint slot = slots[op.Arguments![i]];
            if (parameters[i].Kind == LifetimeKind.Borrow)
            {
                Handle handle = instance.Get(slot, parameters[i].Resource);
                handle.Lends++;
                lent.Add(handle);
                arguments[i] = new LifetimeResource(handle.Resource, handle.Rep);
            }
            else
            {
                arguments[i] = parameters[i].Kind == LifetimeKind.Own
                    ? instance.RemoveOwn(slot, parameters[i].Resource)
                    : slot;
            }
        }

        object? result = op.Component < 0
            ? CallHost(op.Function, arguments)
            : Lifted(op.Component, op.Function, arguments);
        if (type is not null)
        {
            slots[op.Slot] = result is LifetimeResource resource
                ? instance.Add(new(resource, isOwn: true, null))
                : (uint)result!;
        }

        lent.ForEach(handle => handle.Lends--);
    }

    private object? CallHost(int function, object[] arguments)
    {
        switch (function)
        {
            case LifetimeProgram.Make: return new LifetimeResource(0, ++Made);
            case LifetimeProgram.Take:
                Log.Add(LifetimeHost.Taken + ((LifetimeResource)arguments[0]).Rep);
                return null;
            default:
                Log.Add(LifetimeHost.Peeked + ((LifetimeResource)arguments[0]).Rep);
                return ((LifetimeResource)arguments[0]).Rep;
        }
    }

    private sealed class Scope
    {
        public int Borrows { get; set; }
    }

    private sealed class Handle(LifetimeResource resource, bool isOwn, Scope? scope)
    {
        public int Resource => resource.Resource;

        public uint Rep => resource.Rep;

        public bool IsOwn => isOwn;

        public Scope? Scope => scope;

        public int Lends { get; set; }
    }

    private sealed class Instance
    {
        private readonly Stack<int> _free = [];

        public List<Handle?> Table { get; } = [null];

        public bool IsEntered { get; set; }

        public void Enter()
        {
            if (IsEntered)
            {
                throw new LifetimeTrapException(LifetimeTraps.CannotEnter);
            }

            IsEntered = true;
        }

        public uint Add(Handle handle)
        {
            if (_free.TryPop(out int index))
            {
                Table[index] = handle;
                return (uint)index;
            }

            Table.Add(handle);
            return (uint)(Table.Count - 1);
        }

        public Handle Get(uint index, int resource)
        {
            Handle handle = (index < Table.Count ? Table[(int)index] : null)
                ?? throw new LifetimeTrapException(LifetimeTraps.UnknownHandle);
            return handle.Resource == resource
                ? handle
                : throw new LifetimeTrapException(LifetimeTraps.WrongType);
        }

        public Handle Remove(uint index, int resource)
        {
            Handle handle = Get(index, resource);
            if (handle.Lends > 0)
            {
                throw new LifetimeTrapException(LifetimeTraps.Lent);
            }

            Table[(int)index] = null;
            _free.Push((int)index);
            return handle;
        }

        public LifetimeResource RemoveOwn(uint index, int resource)
        {
            Handle handle = Get(index, resource);
            if (handle.Lends > 0)
            {
                throw new LifetimeTrapException(LifetimeTraps.Lent);
            }

            if (!handle.IsOwn)
            {
                throw new LifetimeTrapException(LifetimeTraps.NotOwned);
            }

            Remove(index, resource);
            return new(handle.Resource, handle.Rep);
        }
    }
}
