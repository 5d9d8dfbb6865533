using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// The operand stack of the code that is translated. It is not executed but known: an operand is a slot of the frame, a
/// local not copied yet, or a constant. Whatever must be copied becomes a word of code.
/// </summary>
internal sealed class OperandStack
{
    private readonly RegisterCode _code;
    private readonly LocalSlots _locals;
    private readonly WorkMeter _meter;

    // Per local the topmost operand that is this local; -1 for none.
    private readonly int[] _aliases;
    private Operand[] _operands = new Operand[64];

    // Operands below this are not locals.
    private int _settled;

    public OperandStack(RegisterCode code, LocalSlots locals, WorkMeter meter)
    {
        _code = code;
        _locals = locals;
        _meter = meter;
        _aliases = new int[locals.Count];
        Array.Fill(_aliases, -1);
        FrameEnd = locals.StackStart;
    }

    /// <summary>How many operands there are.</summary>
    public int Height { get; private set; }

    /// <summary>How far the frame reaches.</summary>
    public uint FrameEnd { get; private set; }

    /// <summary>Where the next operand's slot is.</summary>
    public uint TopSlot => Height == 0 ? _locals.StackStart : _operands[Height - 1].End;

    /// <summary>The operand on top.</summary>
    public ref Operand Top => ref _operands[Height - 1];

    public ref Operand this[int index] => ref _operands[index];

    /// <summary>Pushes a temporary and tells its slot.</summary>
    public uint PushTemporary(bool isWide = false) => PushOperand(isWide).Slot;

    public void PushTemporaries(ReadOnlySpan<ValType> types)
    {
        _meter.Add(types.Length);
        foreach (ValType type in types)
        {
            PushTemporary(type == ValType.V128);
        }
    }

    public void PushConstant(ulong value)
    {
        ref Operand operand = ref PushOperand(isWide: false);
        operand.Kind = OperandKind.Constant;
        operand.Constant = value;
    }

    public void PushLocal(int local)
    {
        ref Operand operand = ref PushOperand(_locals.IsWide(local));
        operand.Kind = OperandKind.Local;
        operand.Local = local;
        operand.Deeper = _aliases[local];
        _aliases[local] = Height - 1;
    }

    public Operand Pop()
    {
        ref Operand operand = ref _operands[--Height];
        if (operand.Kind == OperandKind.Local)
        {
            _aliases[operand.Local] = operand.Deeper;
        }

        if (_settled > Height)
        {
            _settled = Height;
        }

        return operand;
    }

    public void PopTo(int height)
    {
        while (Height > height)
        {
            Pop();
        }
    }

    public uint PopRegister() => RegisterOf(Pop());

    /// <summary>The register of an operand that was just popped; a constant gets its slot.</summary>
    public uint RegisterOf(in Operand operand)
    {
        switch (operand.Kind)
        {
            case OperandKind.Local: return _locals.OffsetOf(operand.Local);
            case OperandKind.Constant:
                _code.EmitConstant(operand.Slot, operand.Constant);
                return operand.Slot;
            default: return operand.Slot;
        }
    }

    /// <summary>Copies an operand to a place in the frame.</summary>
    public void EmitMove(uint target, in Operand operand)
    {
        switch (operand.Kind)
        {
            case OperandKind.Local: _code.EmitCopy(target, _locals.OffsetOf(operand.Local), operand.IsWide); break;
            case OperandKind.Constant: _code.EmitConstant(target, operand.Constant); break;
            default: _code.EmitCopy(target, operand.Slot, operand.IsWide); break;
        }
    }

    /// <summary>Sets a local to the operand on top, which goes unless it is a tee.</summary>
    public void SetLocal(int local, bool isTee)
    {
        ref Operand top = ref Top;
        uint target = _locals.OffsetOf(local);
        if (top.Kind == OperandKind.Local && top.Local == local)
        {
            if (!isTee)
            {
                Pop();
            }

            return;
        }

        int producer = _code.LastResult;
        bool isSettled = SettleAliases(local);
        if (top.Kind == OperandKind.Temporary && producer >= 0 && _code[producer].A == top.Slot && !isSettled)
        {
            _code[producer].A = target;
            Pop();
            if (isTee)
            {
                PushLocal(local);
            }

            _code.LastResult = -1;
            return;
        }

        EmitMove(target, top);
        if (!isTee)
        {
            Pop();
        }
    }

    /// <summary>Puts the topmost <paramref name="count"/> operands into their own slots.</summary>
    public void SettleTop(int count)
    {
        _meter.Add(count);
        for (int i = Height - 1; i >= Height - count; i--)
        {
            Settle(i);
        }
    }

    /// <summary>Puts all operands that are locals into their own slots: in a block the local may change on one way and
    /// not on another.</summary>
    public void SettleLocals()
    {
        for (int i = Height - 1; i >= _settled; i--)
        {
            if (_operands[i].Kind == OperandKind.Local)
            {
                Settle(i);
            }
        }

        _settled = Height;
    }

    /// <summary>Takes a call's arguments, which stand in their slots then.</summary>
    /// <returns>Where they begin.</returns>
    public uint TakeArguments(FuncType type)
    {
        int count = type.Parameters.Length;
        SettleTop(count);
        uint arguments = count == 0 ? TopSlot : _operands[Height - count].Slot;
        PopTo(Height - count);

        // A function of the host gets room for its results behind the arguments.
        Reserve(arguments + ((uint)(type.ParameterSlots + type.ResultSlots) * sizeof(ulong)));
        return arguments;
    }

    private ref Operand PushOperand(bool isWide)
    {
        uint slot = TopSlot;
        if (Height == _operands.Length)
        {
            Array.Resize(ref _operands, Height * 2);
        }

        ref Operand operand = ref _operands[Height++];
        operand = new Operand { Slot = slot, IsWide = isWide, Deeper = -1 };
        Reserve(operand.End);
        return ref operand;
    }

    // Puts an operand that stays on the stack into its own slot.
    private void Settle(int index)
    {
        ref Operand operand = ref _operands[index];
        switch (operand.Kind)
        {
            case OperandKind.Local:
                // Only the topmost alias of a local can be unlinked here; others are settled from the top by the
                // callers.
                Unlink(index);
                _code.EmitCopy(operand.Slot, _locals.OffsetOf(operand.Local), operand.IsWide);
                break;
            case OperandKind.Constant:
                _code.EmitConstant(operand.Slot, operand.Constant);
                break;
        }

        operand.Kind = OperandKind.Temporary;
    }

    // Saves what operands still expect of a local that is about to change.
    private bool SettleAliases(int local)
    {
        bool any = _aliases[local] >= 0;
        while (_aliases[local] >= 0)
        {
            Settle(_aliases[local]);
        }

        return any;
    }

    private void Unlink(int index)
    {
        ref Operand operand = ref _operands[index];
        if (_aliases[operand.Local] != index)
        {
            throw new InvalidOperationException("An operand above is the same local and must be settled first.");
        }

        _aliases[operand.Local] = operand.Deeper;
    }

    private void Reserve(uint end)
    {
        if (end > FrameEnd)
        {
            FrameEnd = end;
        }
    }
}
