using System.Reflection.Emit;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What is known of the function or region that is emitted, and where its code goes.</summary>
internal sealed class EmissionContext
{
    private readonly List<Action> _cold = [];
    private readonly SortedDictionary<int, int> _callSites = [];
    private Dictionary<int, int[]> _liveBehind = [];

    /// <param name="il">Where to.</param>
    /// <param name="target">The module's compiled code.</param>
    /// <param name="function">The function.</param>
    /// <param name="region">Its blocks that are emitted.</param>
    /// <param name="liveness">Which locals are live where.</param>
    /// <param name="layout">How the interpreter lays it out.</param>
    public EmissionContext(ILGenerator il, CompiledModule target, FunctionCode function, Region region,
        FlowLiveness liveness, FrameLayout layout)
    {
        IL = il;
        Target = target;
        Module = function.Module.Definition;
        Function = function;
        Region = region;
        Liveness = liveness;
        Layout = layout;
        Signature = target.GetSignature(function.Type);
        Instance = region.IsFunction ? Signature.InstanceArgument : 0;
        RequiredFuel = region.MaxCost + (region.IsFunction ? region.Graph.Body.CostOfRunAt(0) : 0) + 2;
    }

    public ILGenerator IL { get; }

    public CompiledModule Target { get; }

    public ModuleDefinition Module { get; }

    public FunctionCode Function { get; }

    public Region Region { get; }

    public FlowGraph Graph => Region.Graph;

    public FunctionBodyCode Body => Region.Graph.Body;

    public FlowLiveness Liveness { get; }

    public FrameLayout Layout { get; }

    public CompiledSignature Signature { get; }

    /// <summary>The argument that has the instance.</summary>
    public int Instance { get; }

    /// <summary>The argument that has the frame's address.</summary>
    public int Frame => Instance + 1;

    /// <summary>The argument that has the fuel.</summary>
    public int Fuel => Instance + 2;

    /// <summary>The argument that says where a region is entered.</summary>
    public int Entry => Instance + 3;

    /// <summary>The fuel that a checkpoint asks for: every way to the next one repeats no instruction more than
    /// once.</summary>
    public int RequiredFuel { get; }

    /// <summary>The block that is emitted.</summary>
    public FlowBlock Block { get; private set; } = null!;

    /// <summary>The instruction that is emitted, by its index.</summary>
    public int Index { get; set; }

    /// <summary>The instruction that is emitted.</summary>
    public ref BodyInstruction Current => ref Body.Instructions[Index];

    /// <summary>What follows the current instruction's opcode.</summary>
    public Immediates Immediates => Body.ReadImmediates(Index);

    /// <summary>The locals that are live behind the current instruction, which is a checkpoint.</summary>
    public int[] LiveBehind => _liveBehind[Index];

    /// <summary>The calls that the code makes.</summary>
    public CallSites CallSites => new([.. _callSites.Keys], [.. _callSites.Values]);

    /// <summary>Goes to a block.</summary>
    public void BeginBlock(FlowBlock block)
    {
        Block = block;
        _liveBehind = Liveness.Behind(block);
    }

    /// <summary>Notes that the current instruction calls.</summary>
    /// <param name="callee">Where the callee's frame begins, in bytes from this one.</param>
    public void AddCallSite(int callee) => _callSites[Current.Offset] = callee;

    /// <summary>Puts off code that is rarely executed to the end of the method.</summary>
    public void AddCold(Action emit) => _cold.Add(emit);

    public void EmitCold()
    {
        // A piece of cold code may need another.
        for (int i = 0; i < _cold.Count; i++)
        {
            _cold[i]();
        }
    }

    /// <summary>Pushes what every transition takes: instance, frame and fuel.</summary>
    public void LoadPlace()
    {
        IL.LoadArgument(Instance);
        IL.LoadArgument(Frame);
        IL.LoadArgument(Fuel);
    }

    /// <summary>Returns what the interpreter left at the frame's start.</summary>
    public void EmitReturnFromSlots()
    {
        if (Region.IsFunction)
        {
            AdapterEmitter.EmitReturnFromSlots(IL, Signature);
            return;
        }

        EmitLeave(RegionExit.Returned);
    }

    /// <summary>Leaves a region, with the fuel in its argument.</summary>
    /// <param name="next">A block, or one of the other values of <see cref="RegionExit.Next"/>.</param>
    public void EmitLeave(long next)
    {
        IL.LoadLong(next);
        EmitLeave();
    }

    /// <summary>Leaves a region; where it goes on is on the IL stack.</summary>
    public void EmitLeave()
    {
        IL.LoadArgument(Fuel);
        IL.Emit(OpCodes.Call, HelperMethods.Leave);
        IL.Emit(OpCodes.Ret);
    }
}
