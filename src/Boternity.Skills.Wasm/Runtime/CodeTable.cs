using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The code of a module's functions, in every form it was made in.</summary>
internal sealed unsafe class CodeTable
{
    // What compiled code needs to know of each function and type: numbers, addresses, a place in a dictionary.
    private const int BytesOfFunction = sizeof(int) + sizeof(ulong);
    private const int BytesOfType = 48;

    private readonly Module _module;
    private readonly int _imported;
    private readonly FunctionCode?[] _functions;
    private readonly nint[] _entries;
    private readonly List<FunctionCode> _hot = [];
    private nint[]? _compiled;

    // Where the interpreter's code of functions begins, in order, and whose it is; made for a backtrace, anew when
    // functions were added.
    private readonly Lock _placesLock = new();
    private nint[] _starts = [];
    private FunctionCode[] _owners = [];
    private int _published;
    private int[]? _typeNumbers;
    private Dictionary<Model.FuncType, int> _numbersOfTypes = [];
    private int _hotVersion;

    public CodeTable(Module module)
    {
        _module = module;
        _imported = module.Definition.ImportedFunctionCount;
        _functions = new FunctionCode?[module.Definition.Bodies.Length];
        _entries = GC.AllocateArray<nint>(Math.Max(1, _functions.Length), pinned: true);
        Entries = (nint*)Unsafe.AsPointer(ref _entries[0]);
    }

    /// <summary>Per own function, the address of the code that the interpreter's calls go to; 0 until it is made. Lives
    /// as long as this object.</summary>
    public nint* Entries { get; }

    /// <summary>
    /// Per function, imports counted, the address that compiled code calls: the function's machine code or an adapter.
    /// Made when the first function is compiled; 0 where nobody calls.
    /// </summary>
    public nint* CompiledEntries { get; private set; }

    /// <summary>Per function, imports counted, its type's number among those of the module: equal types have equal
    /// numbers.</summary>
    public int* TypeNumbers { get; private set; }

    /// <summary>Whatever its compiler keeps for all functions of the module; it goes when the module goes.</summary>
    public object? Compiler { get; set; }

    /// <summary>Changes whenever <see cref="GetHotFunctions"/> does.</summary>
    public int HotVersion => Volatile.Read(ref _hotVersion);

    /// <summary>Notes that a function was compiled, or more of a large one.</summary>
    public void NoteHot(FunctionCode function)
    {
        lock (_hot)
        {
            if (!_hot.Contains(function))
            {
                _hot.Add(function);
            }

            _hotVersion++;
        }
    }

    /// <summary>The functions that were compiled, in the order in which that was done.</summary>
    public IReadOnlyList<HotFunction> GetHotFunctions()
    {
        lock (_hot)
        {
            return [.. _hot.Select(static function => new HotFunction(function.FunctionIndex, function.BlockHeat))];
        }
    }

    /// <summary>
    /// Has functions compiled in the background that were hot in another process. What does not fit to this module is
    /// passed over.
    /// </summary>
    public void Preheat(IEnumerable<HotFunction> functions)
    {
        foreach (HotFunction hot in functions)
        {
            if (hot.Function < _imported || hot.Function >= _imported + _functions.Length)
            {
                continue;
            }

            FunctionCode function = Get(hot.Function);
            function.BlockHeat = hot.Blocks;
            _module.Services.Compiler?.RequestProfiled(function);
        }
    }

    /// <summary>What is known of a function's code.</summary>
    /// <param name="functionIndex">An own function's index in the module (imports counted).</param>
    public FunctionCode Get(int functionIndex)
    {
        ref FunctionCode? code = ref _functions[functionIndex - _imported];
        return Volatile.Read(ref code)
            ?? Interlocked.CompareExchange(ref code, new FunctionCode(_module, functionIndex), null) ?? code!;
    }

    /// <summary>An own function's machine code; null where it has none.</summary>
    public CompiledCode? FindCompiled(int functionIndex) => _functions[functionIndex - _imported]?.Compiled;

    /// <summary>Publishes interpreter code; false where another thread was sooner.</summary>
    public bool TryPublish(FunctionCode function, Array pinnedCode, nint address)
    {
        lock (function)
        {
            if (function.Interpreted is not null)
            {
                return false;
            }

            function.Interpreted = pinnedCode;
            function.InterpretedAddress = address;
            Interlocked.Increment(ref _published);
            if (function.Redirection is null)
            {
                Volatile.Write(ref _entries[function.FunctionIndex - _imported], address);
            }

            return true;
        }
    }

    /// <summary>From now on the interpreter's calls go to this code, which enters the machine code.</summary>
    public void Redirect(FunctionCode function, Array pinnedCode, nint address)
    {
        lock (function)
        {
            function.Redirection = pinnedCode;
            Volatile.Write(ref _entries[function.FunctionIndex - _imported], address);
        }
    }

    /// <summary>Makes the tables that compiled code uses. Only the compiler calls this, on one thread at a
    /// time.</summary>
    /// <param name="maxCodeBytes">The most that the program's machine code may hold.</param>
    /// <exception cref="CodeMemoryException">There is no memory for them.</exception>
    public void PrepareForCompiledCode(long maxCodeBytes)
    {
        if (_compiled is not null)
        {
            return;
        }

        _module.Memory.TakeCompiled(
            ((long)_module.Definition.FunctionTypes.Length * BytesOfFunction)
                + ((long)_module.Definition.Types.Length * BytesOfType),
            maxCodeBytes);

        Model.FuncType[] types = _module.Definition.Types;
        var numbers = new Dictionary<Model.FuncType, int>(types.Length);
        for (int i = 0; i < types.Length; i++)
        {
            numbers.TryAdd(types[i], i);
        }

        _numbersOfTypes = numbers;
        int count = _imported + _functions.Length;
        _typeNumbers = GC.AllocateArray<int>(count, pinned: true);
        for (int i = 0; i < count; i++)
        {
            _typeNumbers[i] = TypeNumberOf(_module.Definition.GetFunctionType(i));
        }

        TypeNumbers = (int*)Unsafe.AsPointer(ref _typeNumbers[0]);
        _compiled = GC.AllocateArray<nint>(count, pinned: true);
        CompiledEntries = (nint*)Unsafe.AsPointer(ref _compiled[0]);
    }

    /// <summary>A type's number: the first place in the module where an equal type stands.</summary>
    public int TypeNumberOf(Model.FuncType type) => _numbersOfTypes[type];

    /// <summary>The function whose interpreter code this address points into, or null.</summary>
    /// <param name="address">The address.</param>
    /// <param name="wordBytes">Bytes of an element of the code.</param>
    public FunctionCode? FindByAddress(nint address, int wordBytes)
    {
        (nint[] starts, FunctionCode[] owners) = GetPlaces();
        int place = Array.BinarySearch(starts, address);
        place = place >= 0 ? place : ~place - 1;
        return place >= 0 && address < starts[place] + ((nint)owners[place].Interpreted!.Length * wordBytes)
            ? owners[place]
            : null;
    }

    private (nint[] Starts, FunctionCode[] Owners) GetPlaces()
    {
        lock (_placesLock)
        {
            if (_starts.Length != Volatile.Read(ref _published))
            {
                FunctionCode[] owners =
                [
                    .. _functions.OfType<FunctionCode>().Where(
                        function => function is { Interpreted: not null, InterpretedAddress: not 0 }),
                ];
                nint[] starts = [.. owners.Select(function => function.InterpretedAddress)];
                Array.Sort(starts, owners);
                (_starts, _owners) = (starts, owners);
            }

            return (_starts, _owners);
        }
    }

    /// <summary>The function in whose body this offset of the binary lies.</summary>
    public FunctionCode? FindByOffset(int offset)
    {
        Model.FunctionBody[] bodies = _module.Definition.Bodies;
        int low = 0;
        int high = bodies.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            Model.ByteRange range = bodies[middle].Code;
            if (offset < range.Offset)
            {
                high = middle - 1;
            }
            else if (offset >= range.Offset + range.Length)
            {
                low = middle + 1;
            }
            else
            {
                return Get(_imported + middle);
            }
        }

        return null;
    }
}
