using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>The operand stack.</content>
internal sealed partial class Translator
{
    private Operand[] _operands = new Operand[64];
    private int _height;

    // Operands below this are not locals.
    private int _settled;

    // The word that made the operand on top, if its result may still go elsewhere; -1 if not.
    private int _lastResult = -1;
    private uint _stackStart;
    private uint _frameEnd;

    private uint TopSlot => _height == 0 ? _stackStart : _operands[_height - 1].End;

    private ref Operand PushOperand(bool isWide)
    {
        uint slot = TopSlot;
        if (_height == _operands.Length)
        {
            Array.Resize(ref _operands, _height * 2);
        }

        ref Operand operand = ref _operands[_height++];
        operand = new Operand { Slot = slot, IsWide = isWide, Deeper = -1 };
        Reserve(operand.End);
        return ref operand;
    }

    /// <summary>Pushes a temporary and tells its slot.</summary>
    private uint PushTemporary(bool isWide = false) => PushOperand(isWide).Slot;

    private void PushTemporaries(ReadOnlySpan<ValType> types)
    {
        _work += types.Length;
        foreach (ValType type in types)
        {
            PushTemporary(type == ValType.V128);
        }
    }

    private void PushConstant(ulong value)
    {
        ref Operand operand = ref PushOperand(isWide: false);
        operand.Kind = OperandKind.Constant;
        operand.Constant = value;
    }

    private void PushLocal(int local)
    {
        ref Operand operand = ref PushOperand(IsWideLocal(local));
        operand.Kind = OperandKind.Local;
        operand.Local = local;
        operand.Deeper = _aliases[local];
        _aliases[local] = _height - 1;
    }

    private Operand Pop()
    {
        ref Operand operand = ref _operands[--_height];
        if (operand.Kind == OperandKind.Local)
        {
            _aliases[operand.Local] = operand.Deeper;
        }

        if (_settled > _height)
        {
            _settled = _height;
        }

        return operand;
    }

    private void PopTo(int height)
    {
        while (_height > height)
        {
            Pop();
        }
    }

    private uint PopRegister() => RegisterOf(Pop());

    /// <summary>The register of an operand that was just popped; a constant gets its slot.</summary>
    private uint RegisterOf(in Operand operand)
    {
        switch (operand.Kind)
        {
            case OperandKind.Local: return _localOffsets[operand.Local];
            case OperandKind.Constant:
                EmitConstant(operand.Slot, operand.Constant);
                return operand.Slot;
            default: return operand.Slot;
        }
    }

    /// <summary>Puts an operand that stays on the stack into its own slot.</summary>
    private void Settle(int index)
    {
        ref Operand operand = ref _operands[index];
        switch (operand.Kind)
        {
            case OperandKind.Local:
                // Only the topmost alias of a local can be unlinked here; others are settled from the top by the
                // callers.
                Unlink(index);
                EmitCopy(operand.Slot, _localOffsets[operand.Local], operand.IsWide);
                break;
            case OperandKind.Constant:
                EmitConstant(operand.Slot, operand.Constant);
                break;
        }

        operand.Kind = OperandKind.Temporary;
    }

    /// <summary>Puts the topmost <paramref name="count"/> operands into their own slots.</summary>
    private void SettleTop(int count)
    {
        _work += count;
        for (int i = _height - 1; i >= _height - count; i--)
        {
            Settle(i);
        }
    }

    /// <summary>Puts all operands that are locals into their own slots: in a block the local may change on one way and
    /// not on another.</summary>
    private void SettleLocals()
    {
        for (int i = _height - 1; i >= _settled; i--)
        {
            if (_operands[i].Kind == OperandKind.Local)
            {
                Settle(i);
            }
        }

        _settled = _height;
    }

    /// <summary>Saves what operands still expect of a local that is about to change.</summary>
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

    private void EmitCopy(uint to, uint from, bool isWide)
    {
        if (to != from)
        {
            Emit(isWide ? RegisterOp.Copy2 : RegisterOp.Copy, to, from);
        }
    }

    private void EmitConstant(uint to, ulong value)
    {
        int word = Emit(RegisterOp.Const, to);
        _code[word].Immediate = value;
    }

    private void Reserve(uint end)
    {
        if (end > _frameEnd)
        {
            _frameEnd = end;
        }
    }
}
