using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Fuel. Each run of instructions takes its cost off without looking; what was entered but not taken off yet is
/// pending, and is taken off where somebody may look.
/// </summary>
internal sealed class FuelEmitter(EmissionContext context)
{
    private readonly ILGenerator _il = context.IL;

    /// <summary>What must still be added to the fuel; negative where runs were entered.</summary>
    public int Pending { get; set; }

    /// <summary>What tells a trap where the guest stands; see <see cref="CompiledHelpers"/>.</summary>
    public long Mark => ((long)Pending << 32) | (uint)context.Current.Offset;

    /// <summary>Takes off what is pending.</summary>
    public void Flush()
    {
        Add(Pending);
        Pending = 0;
    }

    public void Add(int units)
    {
        if (units == 0)
        {
            return;
        }

        _il.LoadArgument(context.Fuel);
        _il.LoadLong(units);
        _il.Emit(OpCodes.Add);
        _il.StoreArgument(context.Fuel);
    }

    /// <summary>Takes off what is pushed.</summary>
    public void EmitSubtract(Action push)
    {
        _il.LoadArgument(context.Fuel);
        push();
        _il.Emit(OpCodes.Sub);
        _il.StoreArgument(context.Fuel);
    }

    /// <summary>Pushes the arguments that say where the guest stands and what fuel it has.</summary>
    public void LoadTrapArguments()
    {
        context.LoadPlace();
        _il.LoadLong(Mark);
    }

    /// <summary>Branches where there is less fuel than the function needs to its next checkpoint.</summary>
    public void EmitCheck(Label tooLittle)
    {
        _il.LoadArgument(context.Fuel);
        _il.LoadLong(context.RequiredFuel);
        _il.Emit(OpCodes.Blt, tooLittle);
    }

    /// <summary>Has more fuel handed out. It is negative then where the store has not enough.</summary>
    /// <param name="offset">Where the guest stands.</param>
    public void EmitTake(int offset)
    {
        context.LoadPlace();
        _il.LoadInt(context.RequiredFuel);
        _il.LoadInt(offset);
        _il.Emit(OpCodes.Call, HelperMethods.TakeFuel);
        _il.StoreArgument(context.Fuel);
    }

    /// <summary>Branches by the sign of the fuel.</summary>
    /// <param name="branch"><see cref="OpCodes.Blt"/> or <see cref="OpCodes.Bge"/>.</param>
    /// <param name="target">Where to.</param>
    public void EmitBranchBySign(OpCode branch, Label target)
    {
        _il.LoadArgument(context.Fuel);
        _il.LoadLong(0);
        _il.Emit(branch, target);
    }

    /// <summary>The complement says that it is too little, or that nothing was done: to it, or back from it.</summary>
    public void EmitComplement()
    {
        _il.LoadArgument(context.Fuel);
        _il.Emit(OpCodes.Not);
        _il.StoreArgument(context.Fuel);
    }
}
