using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// Makes register code from a validated body in one pass. The operand stack is not executed but known: an operand is a
/// slot of the frame, a local not copied yet, or a constant. The frame: locals (at least as many slots as results),
/// header, operand stack.
/// </summary>
/// <remarks>
/// Fuel: a <em>run</em> begins at the function's start, at each label that is branched to, and behind each conditional
/// branch; it ends with the next control transfer (br, br_if, br_table, if, else, return, return_call*, unreachable) or
/// after <see cref="LongestRun"/> instructions. What jumps to a run's begin charges it; falling into a label charges
/// nothing, as the run that falls already counted what follows. So the sum is what the instructions on the way cost,
/// whichever tier counts. nop, block, loop, else and end are free.
/// <para>
/// Where there is a compiler, calls and iterations are counted by words of their own, at the function's start and at
/// each loop's header; their A is the counter. All threads count in the same word without a lock: an iteration lost is
/// no harm.
/// </para>
/// </remarks>
internal sealed partial class Translator(ModuleDefinition module, Store? store, TierUpCompiler? compiler)
{
    /// <summary>Instructions after which a run ends even without a branch.</summary>
    public const int LongestRun = 60_000;

    // Instructions, and operands put in place, between two looks at the clock.
    private const int WorkBetweenLooks = 1 << 16;

    private Instr[] _code = new Instr[64];
    private int _count;
    private int[]? _offsets;
    private int _offset;
    private int _paramSlots;
    private int _work;
    private int _bodyIndex;

    private bool Reached { get; set; }

    /// <summary>The code of an own function, in a pinned array. Its first word tells the frame: A its bytes, B where
    /// the header is.</summary>
    public Instr[] Translate(int functionIndex)
    {
        TranslateBody(functionIndex);
        Instr[] code = GC.AllocateUninitializedArray<Instr>(_count, pinned: true);
        _code.AsSpan(0, _count).CopyTo(code);
        return code;
    }

    /// <summary>For each word of a function's code the offset in the binary of the instruction it came from.</summary>
    public static int[] MapOffsets(ModuleDefinition module, int functionIndex, TierUpCompiler? compiler)
    {
        var translator = new Translator(module, store: null, compiler) { _offsets = new int[64] };
        translator.TranslateBody(functionIndex);
        return translator._offsets;
    }

    private void TranslateBody(int functionIndex)
    {
        FunctionBody body = module.Bodies[functionIndex - module.ImportedFunctionCount];
        FuncType type = module.Types[body.TypeIndex];
        var reader = new WasmReader(module.Bytes.Span, body.Code.Offset, body.Code.Length);
        ReadLocals(type, ref reader);
        _offset = reader.Position;
        Reached = true;
        Emit(RegisterOp.Enter);
        _bodyIndex = functionIndex - module.ImportedFunctionCount;
        BeginRun();
        if (compiler is { HotCalls: > 0 })
        {
            Emit(RegisterOp.CountCall, (uint)compiler.HotCalls, 0, (uint)_bodyIndex);
        }

        ZeroLocals();
        PushFrame(Opcode.Block, type, parameters: 0);
        while (_frameCount > 0)
        {
            _offset = reader.Position;
            OpcodeInfo info = OpcodeDecoding.Read(ref reader, module.Features);
            if (Reached)
            {
                TranslateInstruction(info, ref reader);
            }
            else
            {
                SkipInstruction(info, ref reader);
            }

            if (++_work >= WorkBetweenLooks)
            {
                _work = 0;
                store?.CheckInterrupt();
            }
        }

        _code[0].A = _frameEnd;
        _code[0].B = _header;
    }

    private int Emit(RegisterOp op, uint a = 0, uint b = 0, uint c = 0)
    {
        if (_count == _code.Length)
        {
            Array.Resize(ref _code, _count * 2);
        }

        if (_offsets is not null)
        {
            if (_count >= _offsets.Length)
            {
                Array.Resize(ref _offsets, _code.Length);
            }

            _offsets[_count] = _offset;

            // A counter is nothing of the guest's: a guest that stops there stops at what follows.
            for (int word = _count - 1; word >= 0 && IsCounter(word); word--)
            {
                _offsets[word] = _offset;
            }
        }

        _code[_count] = new Instr { Op = op, A = a, B = b, C = c };
        _lastResult = -1;
        return _count++;
    }

    // An instruction whose A is a fresh temporary: a following local.set may write the local instead.
    private void EmitResult(RegisterOp op, uint a, uint b = 0, uint c = 0) => _lastResult = Emit(op, a, b, c);

    private void TranslateInstruction(OpcodeInfo info, ref WasmReader reader)
    {
        if (info.Opcode is not (Opcode.Nop or Opcode.Block or Opcode.Loop or Opcode.Else or Opcode.End))
        {
            CountInstruction();
        }

        if (info.HasFixedSignature)
        {
            TranslateFixed(info, ref reader);
        }
        else
        {
            TranslateSpecial(info, ref reader);
        }
    }
}
