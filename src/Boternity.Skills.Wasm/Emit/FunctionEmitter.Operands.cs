using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Emit;

/// <content>The guest's operand stack: the topmost operands are on the IL stack, those below in IL locals of their
/// own.</content>
internal sealed unsafe partial class FunctionEmitter
{
    private static readonly System.Reflection.MethodInfo CanonicalSingle = typeof(FloatOps)
        .GetMethod(nameof(FloatOps.Canonical), [typeof(float)])!;
    private static readonly System.Reflection.MethodInfo CanonicalDouble = typeof(FloatOps)
        .GetMethod(nameof(FloatOps.Canonical), [typeof(double)])!;

    private const int MaxDepth = 50;

    private readonly List<EmittedOperand> _operands = [];
    private readonly Dictionary<(int Index, Type Type), LocalBuilder> _temporaries = [];

    // How many of the topmost operands are on the IL stack.
    private int _loaded;

    // The depth of the deepest expression that the last instruction took.
    private int _depth;

    private int Height => _operands.Count;

    private int TopSlot => Height == 0 ? _layout.StackStart : _operands[^1].End;

    /// <summary>The IL local of the operand at this place of the stack.</summary>
    private LocalBuilder GetTemporary(int index, ValType type)
    {
        Type clr = CompiledSignature.ClrTypeOf(type);
        if (!_temporaries.TryGetValue((index, clr), out LocalBuilder? local))
        {
            _temporaries[(index, clr)] = local = _il.DeclareLocal(clr);
        }

        return local;
    }

    /// <summary>An operand that is on the IL stack.</summary>
    private void Push(ValType type, int local = -1, bool isRaw = false)
    {
        PushStored(type);
        _loaded++;
        Top.Local = local;
        Top.IsRaw = isRaw;
        Top.Depth = _depth + 1;
        _depth = 0;
        if (Top.Depth < MaxDepth)
        {
            return;
        }

        // The JIT recurses over expressions: a long one is cut into statements.
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
    private void PushStored(ValType type) =>
        _operands.Add(new EmittedOperand { Type = type, Slot = TopSlot, Local = -1 });

    private ref EmittedOperand Top => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_operands)[^1];

    private ref EmittedOperand OperandAt(int index) =>
        ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_operands)[index];

    /// <summary>Forgets the topmost operands, which an instruction took from the IL stack.</summary>
    private void Take(int count)
    {
        for (int i = Height - count; i < Height; i++)
        {
            _depth = Math.Max(_depth, OperandAt(i).Depth);
        }

        _operands.RemoveRange(Height - count, count);
        _loaded -= count;
    }

    /// <summary>Forgets operands down to a height, wherever they are; there must be none on the IL stack.</summary>
    private void CutTo(int height) => _operands.RemoveRange(height, Height - height);

    /// <summary>Sees that the topmost operands are on the IL stack, in order.</summary>
    private void Load(int count)
    {
        if (_loaded >= count)
        {
            return;
        }

        Spill();
        for (int i = Height - count; i < Height; i++)
        {
            _il.Emit(OpCodes.Ldloc, GetTemporary(i, _operands[i].Type));
        }

        _loaded = count;
    }

    /// <summary>As <see cref="Load"/>, and what is a NaN among them has the canonical bits, so that they may be
    /// seen.</summary>
    private void LoadClean(int count)
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

    /// <summary>Puts all operands that are on the IL stack into their IL locals.</summary>
    private void Spill()
    {
        for (int index = Height - 1; _loaded > 0; index--, _loaded--)
        {
            ref EmittedOperand operand = ref OperandAt(index);
            if (operand.IsRaw)
            {
                Clean(ref operand);
            }

            _il.Emit(OpCodes.Stloc, GetTemporary(index, operand.Type));
        }
    }

    // The operand is on top of the IL stack.
    private void Clean(ref EmittedOperand operand)
    {
        _il.Emit(OpCodes.Call, operand.Type == ValType.F32 ? CanonicalSingle : CanonicalDouble);
        operand.IsRaw = false;
    }
}
