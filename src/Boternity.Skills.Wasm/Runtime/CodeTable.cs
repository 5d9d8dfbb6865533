using System.Runtime.CompilerServices;

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
        Entries = (nint*)Unsafe.AsPointer(ref _entries[0]);
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

    /// <summary>Publishes interpreter code, unless another thread was sooner.</summary>
    public void Publish(FunctionCode function, Array pinnedCode, nint address)
    {
        lock (function)
        {
            if (function.Interpreted is not null) return;
            function.Interpreted = pinnedCode;
            Volatile.Write(ref _entries[function.FunctionIndex - _imported], address);
        }
    }

    public nint AddressOf(FunctionCode function) => Volatile.Read(ref _entries[function.FunctionIndex - _imported]);

    /// <summary>The function whose interpreter code this address points into, or null.</summary>
    /// <param name="address">The address.</param>
    /// <param name="wordBytes">Bytes of an element of the code.</param>
    public FunctionCode? FindByAddress(nint address, int wordBytes)
    {
        foreach (FunctionCode? function in _functions)
        {
            if (function?.Interpreted is not { } code) continue;
            nint start = AddressOf(function);
            if (address >= start && address < start + ((nint)code.Length * wordBytes)) return function;
        }

        return null;
    }
}
