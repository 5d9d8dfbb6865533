using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Where a function's locals, header and operand stack stand in its frame, as byte offsets.</summary>
internal sealed class LocalSlots
{
    // Locals up to this many bytes are zeroed one by one.
    private const uint FewBytes = 2 * 8;

    // A unit of time for this many bytes of zeroing.
    private const uint ZeroedBytesPerUnit = 128;

    private readonly uint[] _offsets;
    private readonly bool[] _wide;
    private readonly uint _parameterBytes;
    private readonly uint _end;

    /// <summary>Reads the declarations at the start of a code entry.</summary>
    public LocalSlots(FuncType type, ref WasmReader reader, WasmFeatures features)
    {
        var locals = new LocalTypes();
        locals.Read(type, ref reader, features);
        _offsets = new uint[locals.Count];
        _wide = new bool[locals.Count];
        int local = 0;
        foreach ((int end, ValType valType) in locals.Runs)
        {
            for (; local < end; local++)
            {
                _offsets[local] = _end;
                _wide[local] = valType == ValType.V128;
                _end += valType == ValType.V128 ? 16u : 8u;
            }
        }

        _parameterBytes = (uint)type.ParameterSlots * sizeof(ulong);
        Header = Math.Max(_end, (uint)type.ResultSlots * sizeof(ulong));
        StackStart = Header + (Interpreter.HeaderSlots * sizeof(ulong));
    }

    public int Count => _offsets.Length;

    /// <summary>Where the header stands: behind the locals, and behind the results, which go to the frame's
    /// start.</summary>
    public uint Header { get; }

    /// <summary>Where the operand stack begins.</summary>
    public uint StackStart { get; }

    public uint OffsetOf(int local) => _offsets[local];

    /// <summary>Whether a local takes two slots.</summary>
    public bool IsWide(int local) => _wide[local];

    /// <summary>Zeroes all locals that are not parameters.</summary>
    public void EmitZeros(RegisterCode code)
    {
        uint bytes = _end - _parameterBytes;
        if (bytes > FewBytes)
        {
            code.Emit(RegisterOp.ZeroLocals, _parameterBytes, _end, bytes > 1024 ? bytes / ZeroedBytesPerUnit : 0);
            return;
        }

        for (uint at = _parameterBytes; at < _end; at += sizeof(ulong))
        {
            code.EmitConstant(at, 0);
        }
    }
}
