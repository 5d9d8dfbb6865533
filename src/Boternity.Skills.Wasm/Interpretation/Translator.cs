using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// Makes register code from a validated body in one pass. The frame: locals (at least as many slots as results),
/// header, operand stack.
/// </summary>
/// <remarks>
/// Fuel: a <em>run</em> begins at the function's start, at each label that is branched to, and behind each conditional
/// branch; it ends with the next control transfer (br, br_if, br_table, if, else, return, return_call*, unreachable) or
/// after <see cref="FuelRuns.LongestRun"/> instructions. What jumps to a run's begin charges it; falling into a label
/// charges nothing, as the run that falls already counted what follows. So the sum is what the instructions on the way
/// cost, whichever tier counts. nop, block, loop, else and end are free.
/// <para>
/// Where there is a compiler, calls and iterations are counted by words of their own, at the function's start and at
/// each loop's header; their A is the counter. All threads count in the same word without a lock: an iteration lost is
/// no harm.
/// </para>
/// </remarks>
internal sealed class Translator
{
    private readonly ModuleDefinition _module;
    private readonly RegisterCode _code;
    private readonly WorkMeter _meter;
    private readonly FuelRuns _runs;
    private readonly OperandStack _operands;
    private readonly ControlFrames _frames;
    private readonly ControlTranslator _control;
    private readonly CallTranslator _calls;
    private readonly FixedTranslator _fixed;
    private Immediates _immediates;

    private Translator(
        ModuleDefinition module, int bodyIndex, LocalSlots locals, RegisterCode code, WorkMeter meter,
        TierUpCompiler? compiler)
    {
        _module = module;
        _code = code;
        _meter = meter;
        _runs = new FuelRuns(code);
        _operands = new OperandStack(code, locals, meter);
        _frames = new ControlFrames(code, _operands, locals, meter);
        var table = new BranchTable(code, _operands, _frames, meter);
        bool isLarge = compiler is not null && module.Bodies[bodyIndex].Code.Length > compiler.MaxWholeBytes;
        _control = new ControlTranslator(code, _operands, _frames, table, _runs, compiler, bodyIndex, isLarge);
        _calls = new CallTranslator(code, _operands, locals, _control, module);
        _fixed = new FixedTranslator(code, _operands);
    }

    /// <summary>The code of an own function, in a pinned array. Its first word tells the frame: A its bytes, B where
    /// the header is.</summary>
    /// <param name="module">The module.</param>
    /// <param name="functionIndex">The function, imports counted.</param>
    /// <param name="store">Whose guest waits for it; null where none does.</param>
    /// <param name="compiler">What compiles hot code; null where nothing counts what is hot.</param>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public static Instr[] Translate(ModuleDefinition module, int functionIndex, Store? store, TierUpCompiler? compiler)
    {
        var code = new RegisterCode(keepsOffsets: false);
        Translate(module, functionIndex, code, new WorkMeter(store), compiler);
        return code.ToPinnedArray();
    }

    /// <summary>For each word of a function's code the offset in the binary of the instruction it came from.</summary>
    public static int[] MapOffsets(ModuleDefinition module, int functionIndex, TierUpCompiler? compiler)
    {
        var code = new RegisterCode(keepsOffsets: true);
        Translate(module, functionIndex, code, new WorkMeter(null), compiler);
        return code.Offsets;
    }

    private static void Translate(
        ModuleDefinition module, int functionIndex, RegisterCode code, WorkMeter meter, TierUpCompiler? compiler)
    {
        int bodyIndex = functionIndex - module.ImportedFunctionCount;
        FunctionBody body = module.Bodies[bodyIndex];
        FuncType type = module.Types[body.TypeIndex];
        var reader = new WasmReader(module.Bytes.Span, body.Code.Offset, body.Code.Length);
        var locals = new LocalSlots(type, ref reader, module.Features);
        code.Offset = reader.Position;
        code.Emit(RegisterOp.Enter);
        var translator = new Translator(module, bodyIndex, locals, code, meter, compiler);
        translator._runs.Begin();
        if (compiler is { HotCalls: > 0 })
        {
            code.Emit(RegisterOp.CountCall, (uint)compiler.HotCalls, 0, (uint)bodyIndex);
        }

        locals.EmitZeros(code);
        translator._frames.Push(Opcode.Block, type, parameters: 0);
        translator._control.CountStart();
        translator.TranslateInstructions(ref reader);
        code[0].A = translator._operands.FrameEnd;
        code[0].B = locals.Header;
    }

    private void TranslateInstructions(ref WasmReader reader)
    {
        while (_frames.Count > 0)
        {
            _code.Offset = reader.Position;
            OpcodeInfo info = OpcodeDecoding.Read(ref reader, _module.Features);
            ImmediateReader.Read(ref reader, _module, info.Immediate, ref _immediates);
            _meter.Add();
            if (!_control.IsReached)
            {
                _control.Skip(info.Opcode);
                continue;
            }

            if (ControlTranslator.MayEndBlock(info))
            {
                _control.CountInstruction();
            }

            if (info.Opcode is not (Opcode.Nop or Opcode.Block or Opcode.Loop or Opcode.Else or Opcode.End))
            {
                _runs.Count();
            }

            if (info.HasFixedSignature)
            {
                _fixed.Translate(info, _immediates);
            }
            else
            {
                TranslateSpecial(info.Opcode);
            }
        }
    }

    // Instructions whose types depend on immediates or operands.
    private void TranslateSpecial(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.LocalGet: _operands.PushLocal((int)_immediates.X); break;
            case Opcode.LocalSet: _operands.SetLocal((int)_immediates.X, isTee: false); break;
            case Opcode.LocalTee: _operands.SetLocal((int)_immediates.X, isTee: true); break;
            case Opcode.Unreachable: _control.TranslateUnreachable(); break;
            case Opcode.Block or Opcode.Loop: _control.TranslateBlock(opcode, _immediates.BlockType!); break;
            case Opcode.If: _control.TranslateIf(_immediates.BlockType!); break;
            case Opcode.Else: _control.TranslateElse(); break;
            case Opcode.End: _control.TranslateEnd(); break;
            case Opcode.Br: _control.TranslateBr(_immediates.X); break;
            case Opcode.BrIf: _control.TranslateBrIf(_immediates.X); break;
            case Opcode.BrTable: _control.TranslateBrTable(_immediates.Labels, _module.Bytes.Span); break;
            case Opcode.Return: _control.TranslateReturn(); break;
            case Opcode.Call: _calls.TranslateCall((int)_immediates.X); break;
            case Opcode.CallIndirect: _calls.TranslateCallIndirect(_immediates.X, _immediates.Y); break;
            case Opcode.ReturnCall: _calls.TranslateReturnCall((int)_immediates.X); break;
            case Opcode.ReturnCallIndirect: _calls.TranslateReturnCallIndirect(_immediates.X, _immediates.Y); break;
            case Opcode.Drop: _operands.Pop(); break;
            case Opcode.Select or Opcode.SelectT: TranslateSelect(); break;
            case Opcode.GlobalGet: TranslateGlobalGet(_immediates.X); break;
            case Opcode.GlobalSet: TranslateGlobalSet(_immediates.X); break;
            case Opcode.RefNull: _operands.PushConstant(0); break;
            case Opcode.RefIsNull:
                uint reference = _operands.PopRegister();
                _code.EmitResult(RegisterOp.I64Eqz, _operands.PushTemporary(), reference);
                break;
            case Opcode.RefFunc: _fixed.EmitRare(opcode, _operands.PushTemporary(), 0, 0, _immediates.X); break;
            default: TranslateTable(opcode, _immediates.X); break;
        }
    }

    private void TranslateSelect()
    {
        uint condition = _operands.PopRegister();
        Operand second = _operands.Pop();
        Operand first = _operands.Pop();
        uint b = _operands.RegisterOf(first);
        uint c = _operands.RegisterOf(second);
        RegisterOp op = first.IsWide ? RegisterOp.Select2 : RegisterOp.Select;
        int word = _code.Emit(op, _operands.PushTemporary(first.IsWide), b, c);
        _code.Emit(RegisterOp.Nop, condition);
        _code.LastResult = word;
    }

    private void TranslateGlobalGet(uint global)
    {
        bool isWide = _module.GlobalTypes[global].Type == ValType.V128;
        RegisterOp op = isWide ? RegisterOp.GlobalGet2 : RegisterOp.GlobalGet;
        _code.EmitResult(op, _operands.PushTemporary(isWide), global);
    }

    private void TranslateGlobalSet(uint global)
    {
        bool isWide = _module.GlobalTypes[global].Type == ValType.V128;
        uint value = _operands.PopRegister();
        _code.Emit(isWide ? RegisterOp.GlobalSet2 : RegisterOp.GlobalSet, value, global);
    }

    private void TranslateTable(Opcode opcode, uint table)
    {
        bool isFillOrGrow = opcode is Opcode.TableFill or Opcode.TableGrow;
        uint c = isFillOrGrow ? _operands.PopRegister() : 0;
        uint b = isFillOrGrow || opcode is Opcode.TableSet or Opcode.TableGet ? _operands.PopRegister() : 0;
        uint a = opcode is Opcode.TableFill or Opcode.TableSet ? _operands.PopRegister() : _operands.PushTemporary();
        _fixed.EmitRare(opcode, a, b, c, table);
    }
}
