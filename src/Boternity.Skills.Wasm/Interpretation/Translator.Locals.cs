using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Locals and the frame.</content>
internal sealed partial class Translator
{
    // Locals up to this number are zeroed one by one.
    private const uint FewLocals = 2 * 8;

    // A unit of time for this many bytes of zeroing.
    private const uint ZeroedBytesPerUnit = 128;

    private uint[] _localOffsets = [];
    private bool[] _wideLocals = [];

    // Per local the topmost operand that is this local; -1 for none.
    private int[] _aliases = [];
    private uint _localsEnd;
    private uint _header;

    private bool IsWideLocal(int local) => _wideLocals[local];

    private void ReadLocals(FuncType type, ref WasmReader reader)
    {
        var locals = new LocalTypes();
        locals.Read(type, ref reader, module.Features);
        _localOffsets = new uint[locals.Count];
        _wideLocals = new bool[locals.Count];
        _aliases = new int[locals.Count];
        Array.Fill(_aliases, -1);
        uint offset = 0;
        int local = 0;
        foreach ((int end, ValType valType) in locals.Runs)
        {
            for (; local < end; local++)
            {
                _localOffsets[local] = offset;
                _wideLocals[local] = valType == ValType.V128;
                offset += valType == ValType.V128 ? 16u : 8u;
            }
        }

        _paramSlots = type.ParameterSlots;
        _localsEnd = offset;
        _header = Math.Max(offset, (uint)type.ResultSlots * sizeof(ulong));
        _stackStart = _header + (Interpreter.HeaderSlots * sizeof(ulong));
        _frameEnd = _stackStart;
    }

    private void ZeroLocals()
    {
        uint start = (uint)_paramSlots * sizeof(ulong);
        uint bytes = _localsEnd - start;
        if (bytes <= FewLocals)
        {
            for (uint at = start; at < _localsEnd; at += sizeof(ulong))
            {
                EmitConstant(at, 0);
            }

            return;
        }

        Emit(RegisterOp.ZeroLocals, start, _localsEnd, bytes > 1024 ? bytes / ZeroedBytesPerUnit : 0);
    }

    private void SetLocal(int local, bool isTee)
    {
        ref Operand top = ref _operands[_height - 1];
        uint target = _localOffsets[local];
        if (top.Kind == OperandKind.Local && top.Local == local)
        {
            if (!isTee)
            {
                Pop();
            }

            return;
        }

        int producer = _lastResult;
        bool settled = SettleAliases(local);
        if (top.Kind == OperandKind.Temporary && producer >= 0 && _code[producer].A == top.Slot && !settled)
        {
            _code[producer].A = target;
            Pop();
            if (isTee)
            {
                PushLocal(local);
            }

            _lastResult = -1;
            return;
        }

        Operand value = top;
        switch (value.Kind)
        {
            case OperandKind.Constant: EmitConstant(target, value.Constant); break;
            case OperandKind.Local: EmitCopy(target, _localOffsets[value.Local], value.IsWide); break;
            default: EmitCopy(target, value.Slot, value.IsWide); break;
        }

        if (!isTee)
        {
            Pop();
        }
    }
}
