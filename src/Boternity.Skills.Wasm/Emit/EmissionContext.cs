using System.Reflection.Emit;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What is known of the function that is emitted, and where its code goes.</summary>
internal sealed class EmissionContext
{
    private readonly List<Action> _cold = [];
    private readonly SortedDictionary<int, int> _callSites = [];

    /// <param name="il">Where to.</param>
    /// <param name="target">The module's compiled code.</param>
    /// <param name="function">The function.</param>
    /// <param name="body">Its body.</param>
    /// <param name="liveness">Which locals are live where.</param>
    /// <param name="layout">How the interpreter lays it out.</param>
    /// <param name="loop">The index of the loop that is entered from the interpreter; -1 for the function's
    /// start.</param>
    public EmissionContext(ILGenerator il, CompiledModule target, FunctionCode function, FunctionBodyCode body,
        Liveness liveness, FrameLayout layout, int loop)
    {
        IL = il;
        Target = target;
        Module = function.Module.Definition;
        Function = function;
        Body = body;
        Liveness = liveness;
        Layout = layout;
        Loop = loop;
        Signature = target.GetSignature(function.Type);
        Instance = loop >= 0 ? 0 : Signature.InstanceArgument;
        RequiredFuel = (2 * body.Units) + 2;
    }

    public ILGenerator IL { get; }

    public CompiledModule Target { get; }

    public ModuleDefinition Module { get; }

    public FunctionCode Function { get; }

    public FunctionBodyCode Body { get; }

    public Liveness Liveness { get; }

    public FrameLayout Layout { get; }

    /// <summary>The index of the loop that is entered from the interpreter; -1 for the function's start.</summary>
    public int Loop { get; }

    /// <summary>Whether the code goes on in the middle of a call, at a loop.</summary>
    public bool EntersLoop => Loop >= 0;

    public CompiledSignature Signature { get; }

    /// <summary>The argument that has the instance.</summary>
    public int Instance { get; }

    /// <summary>The argument that has the frame's address.</summary>
    public int Frame => Instance + 1;

    /// <summary>The argument that has the fuel.</summary>
    public int Fuel => Instance + 2;

    /// <summary>The fuel that a checkpoint asks for: every way to the next one repeats no instruction more than
    /// once.</summary>
    public int RequiredFuel { get; }

    /// <summary>The instruction that is emitted, by its index.</summary>
    public int Index { get; set; }

    /// <summary>The instruction that is emitted.</summary>
    public ref BodyInstruction Current => ref Body.Instructions[Index];

    /// <summary>The calls that the code makes.</summary>
    public CallSites CallSites => new([.. _callSites.Keys], [.. _callSites.Values]);

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
        if (!EntersLoop)
        {
            AdapterEmitter.EmitReturnFromSlots(IL, Signature);
            return;
        }

        IL.LoadArgument(Fuel);
        IL.Emit(OpCodes.Ret);
    }
}
