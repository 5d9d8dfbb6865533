using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// The guest's operand stack: the topmost operands are on the IL stack, those below in IL locals of their own. Each
/// operand also has a slot, where the interpreter would have it.
/// </summary>
internal sealed class EmittedOperands(EmissionContext context, EmittedLocals locals)
{
    // The JIT recurses over expressions: a long one is cut into statements.
    private const int MaxDepth = 50;

    private static readonly MethodInfo CanonicalSingle = HelperMethods.Of<Func<float, float>>(FloatOps.Canonical);
    private static readonly MethodInfo CanonicalDouble = HelperMethods.Of<Func<double, double>>(FloatOps.Canonical);

    private readonly ILGenerator _il = context.IL;
    private readonly List<EmittedOperand> _operands = [];
    private readonly Dictionary<(int Index, Type Type), LocalBuilder> _temporaries = [];

    // The depth of the deepest expression that the last instruction took.
    private int _depth;

    public int Height => _operands.Count;

    /// <summary>How many of the topmost operands are on the IL stack.</summary>
    public int Loaded { get; private set; }

    /// <summary>Where the next operand's slot is.</summary>
    public int TopSlot => Height == 0 ? context.Layout.StackStart : _operands[^1].End;

    public ref EmittedOperand Top => ref CollectionsMarshal.AsSpan(_operands)[^1];

    public ref EmittedOperand this[int index] => ref CollectionsMarshal.AsSpan(_operands)[index];

    /// <summary>The operands as they are now.</summary>
    public EmittedOperand[] ToArray() => [.. _operands];

    /// <summary>The IL local of the operand at this place of the stack.</summary>
    public LocalBuilder GetTemporary(int index, ValType type)
    {
        Type clr = CompiledSignature.ClrTypeOf(type);
        if (!_temporaries.TryGetValue((index, clr), out LocalBuilder? local))
        {
            _temporaries[(index, clr)] = local = _il.DeclareLocal(clr);
        }

        return local;
    }

    /// <summary>An operand that is on the IL stack.</summary>
    public void Push(ValType type, int local = -1, bool isRaw = false)
    {
        PushStored(type);
        Loaded++;
        Top.Local = local;
        Top.IsRaw = isRaw;
        Top.Depth = _depth + 1;
        _depth = 0;
        if (Top.Depth < MaxDepth)
        {
            return;
        }

        LocalBuilder cut = GetTemporary(Height - 1, type);
        if (isRaw)
        {
            Clean(ref Top);
        }

        _il.Emit(OpCodes.Stloc, cut);
        _il.Emit(OpCodes.Ldloc, cut);
        Top.Depth = 0;
    }

    /// <summary>An operand that is in its IL local.</summary>
    public void PushStored(ValType type) =>
        _operands.Add(new EmittedOperand { Type = type, Slot = TopSlot, Local = -1 });

    public void PushStored(ReadOnlySpan<ValType> types)
    {
        foreach (ValType type in types)
        {
            PushStored(type);
        }
    }

    /// <summary>Forgets the topmost operands, which an instruction took from the IL stack.</summary>
    public void Take(int count)
    {
        for (int i = Height - count; i < Height; i++)
        {
            _depth = Math.Max(_depth, this[i].Depth);
        }

        _operands.RemoveRange(Height - count, count);
        Loaded -= count;
    }

    /// <summary>Forgets operands down to a height, wherever they are; there must be none on the IL stack.</summary>
    public void CutTo(int height) => _operands.RemoveRange(height, Height - height);

    /// <summary>A block begins with these operands, all in their IL locals.</summary>
    public void BeginAt(EmittedOperand[] operands)
    {
        _operands.Clear();
        _operands.AddRange(operands);
        Loaded = 0;
        _depth = 0;
    }

    /// <summary>A jump was emitted: whatever was on the IL stack is not there behind it.</summary>
    public void ForgetLoaded() => Loaded = 0;

    /// <summary>Puts operands, which are in their IL locals, into their slots.</summary>
    public void EmitSave(EmittedOperand[] saved)
    {
        for (int i = 0; i < saved.Length; i++)
        {
            EmitSave(i, saved[i], saved[i].Slot);

            // The interpreter may not have copied it yet, though nothing reads the local any more.
            if (saved[i].Local >= 0)
            {
                EmitSave(i, saved[i], locals.SlotOf(saved[i].Local));
            }
        }
    }

    /// <summary>Takes operands from the slots where <see cref="EmitSave(EmittedOperand[])"/> puts
    /// them.</summary>
    public void EmitRestore(EmittedOperand[] saved)
    {
        for (int i = 0; i < saved.Length; i++)
        {
            _il.LoadSlotAddress(context.Frame, saved[i].Slot);
            SlotAccess.EmitLoad(_il, saved[i].Type);
            _il.Emit(OpCodes.Stloc, GetTemporary(i, saved[i].Type));
        }
    }

    /// <summary>Takes operands from where the interpreter has them: constants from nowhere, and those that are a local
    /// from there. That local is taken too, though nothing may read it any more: setting it to itself is no code, and
    /// so counts as a read only here.</summary>
    public void EmitTakeOver(EmittedOperand[] operands)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            EmittedOperand operand = operands[i];
            if (operand.Local >= 0)
            {
                locals.EmitRestore([operand.Local]);
            }

            if (operand.IsConstant)
            {
                ConstantEmitter.Load(_il, operand.Type, operand.Constant);
            }
            else
            {
                _il.LoadSlotAddress(
                    context.Frame, operand.Local >= 0 ? locals.SlotOf(operand.Local) : operand.Slot);
                SlotAccess.EmitLoad(_il, operand.Type);
            }

            _il.Emit(OpCodes.Stloc, GetTemporary(i, operand.Type));
        }
    }

    /// <summary>Sees that the topmost operands are on the IL stack, in order.</summary>
    public void Load(int count)
    {
        if (Loaded >= count)
        {
            return;
        }

        Spill();
        for (int i = Height - count; i < Height; i++)
        {
            _il.Emit(OpCodes.Ldloc, GetTemporary(i, _operands[i].Type));
        }

        Loaded = count;
    }

    /// <summary>As <see cref="Load"/>, and none of them is raw (<see cref="EmittedOperand.IsRaw"/>), so that they may
    /// be seen.</summary>
    public void LoadClean(int count)
    {
        Load(count);
        if (Height > 0 && Top.IsRaw && count > 0)
        {
            Clean(ref Top);
        }

        for (int i = Height - count; i < Height; i++)
        {
            if (!_operands[i].IsRaw)
            {
                continue;
            }

            // It lies deeper: in IL locals everything is clean.
            Spill();
            Load(count);
            return;
        }
    }

    /// <summary>Whether one of the topmost operands may not be seen yet.</summary>
    public bool IsAnyRaw(int count)
    {
        for (int i = Height - count; i < Height; i++)
        {
            if (_operands[i].IsRaw)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As <see cref="LoadClean"/>, and they are alone on the IL stack.</summary>
    public void LoadAlone(int count)
    {
        LoadClean(count);
        if (Loaded > count)
        {
            Spill();
            Load(count);
        }
    }

    /// <summary>Puts all operands that are on the IL stack into their IL locals.</summary>
    public void Spill()
    {
        for (int index = Height - 1; Loaded > 0; index--, Loaded--)
        {
            ref EmittedOperand operand = ref this[index];
            if (operand.IsRaw)
            {
                Clean(ref operand);
            }

            _il.Emit(OpCodes.Stloc, GetTemporary(index, operand.Type));
        }
    }

    /// <summary>Takes the topmost operand, which stays on the IL stack; all others are put into their IL
    /// locals.</summary>
    public void TakeCondition()
    {
        LoadClean(1);
        if (Loaded == 1)
        {
            Take(1);
            return;
        }

        LocalBuilder condition = GetTemporary(Height - 1, ValType.I32);
        _il.Emit(OpCodes.Stloc, condition);
        Take(1);
        Spill();
        _il.Emit(OpCodes.Ldloc, condition);
    }

    /// <summary>Puts the topmost operands where a label expects them; what else is on the IL stack goes.</summary>
    public void MoveTo(int height, int count)
    {
        if (Loaded < count)
        {
            Spill();
            CopyTo(height, count);
            return;
        }

        for (int i = count - 1; i >= 0; i--)
        {
            ref EmittedOperand operand = ref this[Height - count + i];
            if (operand.IsRaw)
            {
                Clean(ref operand);
            }

            _il.Emit(OpCodes.Stloc, GetTemporary(height + i, operand.Type));
        }

        DropLoaded(Loaded - count);
        Loaded = 0;
    }

    /// <summary>Copies operands that are all in their IL locals to where a label expects them.</summary>
    public void CopyTo(int height, int count)
    {
        int first = Height - count;
        if (first == height)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            _il.Emit(OpCodes.Ldloc, GetTemporary(first + i, _operands[first + i].Type));
        }

        for (int i = count - 1; i >= 0; i--)
        {
            _il.Emit(OpCodes.Stloc, GetTemporary(height + i, _operands[first + i].Type));
        }
    }

    /// <summary>Removes all that is on the IL stack, though the guest still has it.</summary>
    public void DropLoaded() => DropLoaded(Loaded);

    /// <summary>Drops the topmost operand.</summary>
    public void Drop()
    {
        if (Loaded == 0)
        {
            CutTo(Height - 1);
            return;
        }

        _il.Emit(OpCodes.Pop);
        Take(1);
    }

    /// <summary>A local changes: operands that were read from it are no longer the same.</summary>
    public void ForgetLocal(int local)
    {
        foreach (ref EmittedOperand operand in CollectionsMarshal.AsSpan(_operands))
        {
            if (operand.Local == local)
            {
                operand.Local = -1;
            }
        }
    }

    /// <summary>A block begins. The interpreter takes no operand into it that still is a local, and no parameter that
    /// still is a constant.</summary>
    /// <param name="parameters">How many of the topmost operands are the block's parameters.</param>
    public void EnterBlock(int parameters)
    {
        for (int i = 0; i < Height; i++)
        {
            this[i].Local = -1;
        }

        for (int i = Height - parameters; i < Height; i++)
        {
            this[i].IsConstant = false;
        }
    }

    private void EmitSave(int index, in EmittedOperand operand, int slot)
    {
        _il.LoadSlotAddress(context.Frame, slot);
        _il.Emit(OpCodes.Ldloc, GetTemporary(index, operand.Type));
        SlotAccess.EmitStore(_il, operand.Type);
    }

    private void DropLoaded(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _il.Emit(OpCodes.Pop);
        }
    }

    // The operand is on top of the IL stack.
    private void Clean(ref EmittedOperand operand)
    {
        switch (operand.Type)
        {
            case ValType.F32: _il.Emit(OpCodes.Call, CanonicalSingle); break;
            case ValType.F64: _il.Emit(OpCodes.Call, CanonicalDouble); break;
            case var type: locals.EmitOrZero(isWide: type == ValType.I64); break;
        }

        operand.IsRaw = false;
    }
}
