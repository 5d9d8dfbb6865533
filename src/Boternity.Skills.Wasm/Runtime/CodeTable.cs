namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The code of a module's own functions, in every form it was made in.</summary>
internal sealed unsafe class CodeTable
{
    private readonly Module _module;
    private readonly int _imported;
    private readonly FunctionCode?[] _functions;
    private readonly nint[] _entries;

    public CodeTable(Module module)
    {
        _module = module;
        _imported = module.Definition.ImportedFunctionCount;
        _functions = new FunctionCode?[module.Definition.Bodies.Length];
        _entries = GC.AllocateArray<nint>(Math.Max(1, _functions.Length), pinned: true);
        Entries = (nint*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_entries, 0);
    }

    /// <summary>Per own function, the address of its interpreter code; 0 until it is made. Lives as long as this object.</summary>
    public nint* Entries { get; }

    /// <summary>What is known of a function's code.</summary>
    /// <param name="functionIndex">An own function's index in the module (imports counted).</param>
    public FunctionCode Get(int functionIndex)
    {
        ref FunctionCode? code = ref _functions[functionIndex - _imported];
        return Volatile.Read(ref code) ?? Interlocked.CompareExchange(ref code, new FunctionCode(_module, functionIndex), null) ?? code!;
    }

    /// <summary>Publishes interpreter code. Who loses a race has made the same code twice; it is collected with the module.</summary>
    public void Publish(int functionIndex, nint entry) => Volatile.Write(ref _entries[functionIndex - _imported], entry);
}
