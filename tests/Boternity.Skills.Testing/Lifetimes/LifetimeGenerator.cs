namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>
/// Makes random programs. Most of what they do with handles is right; some of it is not.
/// </summary>
/// <param name="random">Chooses.</param>
/// <param name="dropsAfterwards">Whether a function may have a <c>post-return</c> that drops a handle.</param>
internal sealed class LifetimeGenerator(Random random, bool dropsAfterwards = true)
{
    private readonly List<LifetimePart> _parts = [];

    public LifetimeProgram Generate()
    {
        int parts = random.Next(1, 4);
        for (int i = 0; i < parts; i++)
        {
            var functions = new LifetimeFunction[random.Next(1, 4)];
            for (int k = 0; k < functions.Length; k++)
            {
                functions[k] = Function(i);
            }

            _parts.Add(new(functions, random.Next(10) < 7 ? Destructor() : null));
        }

        return new([.. _parts]);
    }

    private LifetimeFunction Function(int component)
    {
        var parameters = new LifetimeType[random.Next(4)];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new((LifetimeKind)random.Next(3), random.Next(component + 2));
        }

        LifetimeType? result = random.Next(4) switch
        {
            0 => null,
            1 => new(LifetimeKind.Number, 0),
            2 => new(LifetimeKind.Own, random.Next(2) == 0 ? 0 : component + 1),
            _ => parameters.FirstOrDefault(type => type.Kind == LifetimeKind.Own),
        };
        var body = new Body(this, component, parameters);
        for (int n = random.Next(9); n > 0; n--)
        {
            body.AddOp();
        }

        int slot = body.End(result);
        return new LifetimeFunction
        {
            Parameters = parameters,
            Result = result,
            Ops = [.. body.Ops],
            ResultSlot = slot,
            DropsAfterwards = dropsAfterwards && random.Next(60) == 0,
        };
    }

    // A destructor's slot 0 is the representation, and it uses the host's functions alone.
    private LifetimeOp[] Destructor()
    {
        if (random.Next(3) != 0)
        {
            return [];
        }

        LifetimeOp make = new(LifetimeOpKind.Call, 1, 0, -1, LifetimeProgram.Make, []);
        return random.Next(3) switch
        {
            0 => [make, new(LifetimeOpKind.Drop, 1, 0)],
            1 => [make, new(LifetimeOpKind.Call, 2, 0, -1, LifetimeProgram.Peek, [1]), new(LifetimeOpKind.Log, 2)],
            _ => [make, new(LifetimeOpKind.Call, 2, 0, -1, LifetimeProgram.Take, [1])],
        };
    }

    /// <summary>A function's instructions, and what the slots hold after them as far as that can be known.</summary>
    private sealed class Body
    {
        private readonly LifetimeGenerator _generator;
        private readonly Random _random;
        private readonly int _component;
        private readonly LifetimeType?[] _slots;

        public Body(LifetimeGenerator generator, int component, LifetimeType[] parameters)
        {
            _generator = generator;
            _random = generator.Random;
            _component = component;
            _slots = new LifetimeType?[parameters.Length + LifetimeFunction.ExtraSlots];
            for (int i = 0; i < parameters.Length; i++)
            {
                // Who defines a resource gets its representation where others get a borrowed handle.
                _slots[i] = parameters[i].Kind == LifetimeKind.Borrow && parameters[i].Resource == component + 1
                    ? null
                    : parameters[i];
            }
        }

        public List<LifetimeOp> Ops { get; } = [];

        public void AddOp()
        {
            switch (_random.Next(12))
            {
                case 0: Set(); break;
                case 1: Ops.Add(new(LifetimeOpKind.Log, AnySlot())); break;
                case 2 or 3: New(); break;
                case 4: Ops.Add(new(LifetimeOpKind.Rep, Find(new(LifetimeKind.Own, _component + 1))!.Value)); break;
                case 5 or 6: Drop(_random.Next(_component + 2)); break;
                default: Call(); break;
            }
        }

        /// <summary>Gives back what was borrowed, mostly, and finds the result.</summary>
        public int End(LifetimeType? result)
        {
            int slot = (result?.Kind == LifetimeKind.Own ? Find(result) : null) ?? AnySlot();
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] is { Kind: LifetimeKind.Borrow } borrowed && _random.Next(40) != 0)
                {
                    Ops.Add(new(LifetimeOpKind.Drop, i, borrowed.Resource));
                }
            }

            return slot;
        }

        private int AnySlot() => _random.Next(_slots.Length);

        private int FreeSlot()
        {
            int[] free = [.. Enumerable.Range(0, _slots.Length).Where(i => _slots[i] is null)];
            return free.Length == 0 ? AnySlot() : free[_random.Next(free.Length)];
        }

        private void Set()
        {
            int slot = FreeSlot();
            _slots[slot] = null;
            Ops.Add(new(LifetimeOpKind.Set, slot, _random.Next(7)));
        }

        private int New()
        {
            int slot = FreeSlot();
            _slots[slot] = new(LifetimeKind.Own, _component + 1);
            Ops.Add(new(LifetimeOpKind.New, slot, _random.Next(1000)));
            return slot;
        }

        private int Make()
        {
            int slot = FreeSlot();
            _slots[slot] = new(LifetimeKind.Own, 0);
            Ops.Add(new(LifetimeOpKind.Call, slot, 0, -1, LifetimeProgram.Make, []));
            return slot;
        }

        private void Drop(int resource)
        {
            if (Find(new(_random.Next(2) == 0 ? LifetimeKind.Own : LifetimeKind.Borrow, resource)) is not { } slot)
            {
                return;
            }

            Ops.Add(new(LifetimeOpKind.Drop, slot, resource));
            if (_random.Next(20) != 0)
            {
                _slots[slot] = null;
            }
        }

        private void Call()
        {
            int component = _random.Next(-1, _component);
            int function = component < 0
                ? _random.Next(LifetimeProgram.Host.Length)
                : _random.Next(_generator._parts[component].Functions.Length);
            (LifetimeType[] parameters, LifetimeType? result) =
                new LifetimeProgram([.. _generator._parts]).TypeOf(component, function);
            var arguments = new int[parameters.Length];
            for (int i = 0; i < arguments.Length; i++)
            {
                if ((parameters[i].Kind == LifetimeKind.Number ? AnySlot() : Find(parameters[i])) is not { } argument)
                {
                    return;
                }

                arguments[i] = argument;
                if (parameters[i].Kind == LifetimeKind.Own && _random.Next(20) != 0)
                {
                    _slots[arguments[i]] = null;
                }
            }

            int slot = FreeSlot();
            if (result is not null)
            {
                _slots[slot] = result.Kind == LifetimeKind.Number ? null : result;
            }

            Ops.Add(new(LifetimeOpKind.Call, slot, 0, component, function, arguments));
        }

        // A slot with such a handle, mostly; one is made where that can be, and null where not.
        private int? Find(LifetimeType type)
        {
            int[] right = [.. Enumerable.Range(0, _slots.Length).Where(i => _slots[i] is { } found
                && found.Resource == type.Resource
                && (found.Kind == LifetimeKind.Own || type.Kind == LifetimeKind.Borrow))];
            if (_random.Next(80) == 0)
            {
                return AnySlot();
            }

            if (right.Length > 0)
            {
                return right[_random.Next(right.Length)];
            }

            return type.Resource == 0 ? Make() : type.Resource == _component + 1 ? New() : null;
        }
    }

    private Random Random => random;
}
