using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// The shifts to the right that the JIT may make a rotation of, together with one to the left: they complete each other
/// to the width, or one of their amounts is not known here. Of a rotation the JIT of .NET 10 believes that it sets the
/// zero flag, which it does not, so these must be hidden from it.
/// </summary>
internal sealed class ShiftPairs
{
    // For an amount that is no constant here.
    private const int Unknown = -1;

    private readonly FunctionBodyCode _body;
    private readonly HashSet<(int Width, int Amount)> _left = [];
    private readonly List<int> _right = [];

    public ShiftPairs(FunctionBodyCode body) => _body = body;

    /// <summary>Whether there is any.</summary>
    public bool Any => _right.Exists(Contains);

    /// <summary>Looks at an instruction.</summary>
    public void Note(int index)
    {
        switch (_body.Instructions[index].Opcode)
        {
            case Opcode.I32Shl or Opcode.I64Shl: _left.Add((WidthOf(index), AmountOf(index))); break;
            case Opcode.I32ShrU or Opcode.I64ShrU: _right.Add(index); break;
        }
    }

    /// <summary>Whether this is such a shift, when all instructions were looked at.</summary>
    public bool Contains(int index)
    {
        if (_left.Count == 0 || _body.Instructions[index].Opcode is not (Opcode.I32ShrU or Opcode.I64ShrU))
        {
            return false;
        }

        int width = WidthOf(index);
        int amount = AmountOf(index);
        return amount == Unknown
            ? _left.Any(left => left.Width == width)
            : _left.Contains((width, width - amount)) || _left.Contains((width, Unknown));
    }

    private int WidthOf(int index) =>
        _body.Instructions[index].Opcode is Opcode.I32Shl or Opcode.I32ShrU ? 32 : 64;

    private int AmountOf(int index) =>
        index > 0 && _body.Instructions[index - 1].Opcode is Opcode.I32Const or Opcode.I64Const
            ? (int)_body.ReadImmediates(index - 1).Low & (WidthOf(index) - 1) : Unknown;
}
