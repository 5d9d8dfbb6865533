using System.Collections.Frozen;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>One function of one module, in whatever forms its code was made.</summary>
internal sealed unsafe class FunctionCode(Module module, int functionIndex)
{
    private volatile FunctionRegions? _regions;
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

    /// <summary>The calls in the machine code; null until there is some.</summary>
    internal CallSites? CallSites { get; set; }

    /// <summary>Where machine code can be entered in the middle of a call; null until there is some.</summary>
    internal FunctionRegions? Regions
    {
        get => _regions;
        set => _regions = value;
    }

    /// <summary>Whether the function is compiled in pieces, those that are hot.</summary>
    internal bool IsLarge { get; } = module.Services.Compiler is { } compiler
        && module.Definition.Bodies[functionIndex - module.Definition.ImportedFunctionCount].Code.Length
            > compiler.MaxWholeBytes;

    /// <summary>
    /// The blocks, by what makes them, that wait to be compiled or were, and -1 for the whole function, each with the
    /// time when it was last seen to be hot (<see cref="Environment.TickCount64"/>) and how often. Whoever uses it
    /// holds the lock of this object.
    /// </summary>
    internal Dictionary<int, (long Time, int Times)>? Requests { get; set; }

    /// <summary>Of a large function, how often something in it was found to be hot since its regions were planned, and
    /// how often that must be for the next plan. As <see cref="Requests"/>.</summary>
    internal int HitsSincePlan { get; set; }

    /// <inheritdoc cref="HitsSincePlan"/>
    internal int HitsToPlan { get; set; } = 1;

    /// <summary>Of a large function, how often its blocks were executed in the interpreter, by what makes them, when
    /// its regions were planned last, here or in the process before.</summary>
    internal IReadOnlyDictionary<int, long> BlockHeat { get; set; } = FrozenDictionary<int, long>.Empty;

    /// <summary>Whether there was no memory for its machine code at some time. As <see cref="Requests"/>.</summary>
    internal bool IsDeclined { get; set; }

    /// <summary>Whether it cannot be compiled: nobody asks again.</summary>
    internal bool IsRejected { get; set; }

    /// <summary>How many of its blocks can be entered in the middle of a call.</summary>
    internal int BlockEntries => Regions?.Count ?? 0;

    /// <summary>The code that enters a block in the middle of a call; null if there is none.</summary>
    /// <param name="key">What makes the block, as an offset in the binary.</param>
    internal RegionEntry* FindEntry(int key)
    {
        FunctionRegions? regions = Regions;
        return regions is null ? null : regions.FindEntryOf(key);
    }
}
