using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>One function of one module, in whatever forms its code was made.</summary>
internal sealed class FunctionCode(Module module, int functionIndex)
{
    private volatile LoopEntry[] _loops = [];
    private volatile CompiledCode? _compiled;

    public Module Module { get; } = module;

    public int FunctionIndex { get; } = functionIndex;

    public FuncType Type { get; } = module.Definition.GetFunctionType(functionIndex);

    public FunctionBody Body => Module.Definition.Bodies[FunctionIndex - Module.Definition.ImportedFunctionCount];

    /// <summary>The interpreter's code, pinned; null until it is needed.</summary>
    internal Array? Interpreted { get; set; }

    /// <summary>Where the interpreter's code is; 0 until it is made.</summary>
    internal nint InterpretedAddress { get; set; }

    /// <summary>The code that calls of the interpreter find once the function is compiled, pinned.</summary>
    internal Array? Redirection { get; set; }

    /// <summary>The machine code; null until the function is compiled.</summary>
    internal CompiledCode? Compiled
    {
        get => _compiled;
        set => _compiled = value;
    }

    /// <summary>The calls in the machine code; null until the function is compiled.</summary>
    internal CallSites? CallSites { get; set; }

    /// <summary>
    /// The loops, by offset, that wait to be compiled or were, and -1 for the whole function, each with the time when
    /// it was last seen to be hot (<see cref="Environment.TickCount64"/>). Whoever uses it holds the lock of this
    /// object.
    /// </summary>
    internal Dictionary<int, long>? Requests { get; set; }

    /// <summary>Whether it cannot be compiled: nobody asks again.</summary>
    internal bool IsRejected { get; set; }

    /// <summary>The code that enters a loop in the middle of a call; 0 if there is none.</summary>
    internal nint FindLoopEntry(int offset)
    {
        foreach (LoopEntry entry in _loops)
        {
            if (entry.Offset == offset)
            {
                return entry.Address;
            }
        }

        return 0;
    }

    /// <summary>How many of its loops can be entered in the middle of a call.</summary>
    internal int LoopEntries => _loops.Length;

    internal void AddLoopEntry(LoopEntry entry) => _loops = [.. _loops, entry];
}
