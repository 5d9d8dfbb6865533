using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>
/// Validates function bodies with the algorithm of the core specification's appendix. One object serves all functions
/// of a module, so that nothing is allocated per instruction or function.
/// </summary>
internal sealed class FunctionValidator
{
    private const int BytesBetweenLooks = 1 << 15;

    private readonly ModuleDefinition _module;
    private readonly bool[]? _declaredFunctions;
    private readonly LocalTypes _locals = new();
    private readonly ValidationStack _stack = new();
    private readonly IndexValidator _indices;
    private readonly LoadClock _clock;
    private Immediates _immediates;

    /// <param name="module">The module.</param>
    /// <param name="declaredFunctions">The functions that ref.func may name; null for none.</param>
    /// <param name="clock">Bounds the time it takes.</param>
    public FunctionValidator(ModuleDefinition module, bool[]? declaredFunctions, LoadClock clock)
    {
        _clock = clock;
        _module = module;
        _declaredFunctions = declaredFunctions;
        _indices = new IndexValidator(module, _stack);
    }

    /// <summary>Validates one function.</summary>
    /// <param name="functionIndex">Its index, imports counted.</param>
    // Optimised at once, like all that runs per instruction here and in the reader: a large module is validated by a
    // process just started, before the runtime would find these methods hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Validate(int functionIndex)
    {
        FunctionBody body = _module.Bodies[functionIndex - _module.ImportedFunctionCount];
        FuncType type = _module.Types[body.TypeIndex];
        var reader = new WasmReader(_module.Bytes.Span, body.Code.Offset, body.Code.Length);
        _locals.Read(type, ref reader, _module.Features);
        _stack.Clear();
        _stack.PushEmptyFrame(Opcode.Block, type);
        int counted = reader.Position;
        while (_stack.FrameCount > 0)
        {
            _stack.Offset = reader.Offset;
            if (reader.Position - counted >= BytesBetweenLooks)
            {
                _clock.Advance(reader.Position - counted);
                counted = reader.Position;
            }

            if (reader.AtEnd)
            {
                throw new WasmFormatException("END opcode expected", reader.Offset);
            }

            OpcodeInfo info = OpcodeDecoding.Read(ref reader, _module.Features);
            if (info.Immediate != ImmediateKind.None)
            {
                ImmediateReader.Read(ref reader, _module, info.Immediate, ref _immediates);
            }

            if (info.HasFixedSignature)
            {
                ValidateFixed(info);
            }
            else
            {
                ValidateSpecial(info.Opcode);
            }
        }

        _clock.Advance(reader.Position - counted);
        if (!reader.AtEnd)
        {
            reader.ThrowFormat("section size mismatch");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ValidateFixed(OpcodeInfo info)
    {
        if (info.Immediate != ImmediateKind.None)
        {
            _indices.Check(info, _immediates);
            _module.WritesTables |= info.Immediate is ImmediateKind.ElementTable or ImmediateKind.TableTable;
        }

        ReadOnlySpan<ValType> operands = info.Operands;
        for (int i = operands.Length - 1; i >= 0; i--)
        {
            _stack.Pop(operands[i]);
        }

        foreach (ValType result in info.Results)
        {
            _stack.Push(result);
        }
    }

    // Instructions whose types depend on immediates or operands.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ValidateSpecial(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.LocalGet: _stack.Push(LocalType()); break;
            case Opcode.LocalSet: _stack.Pop(LocalType()); break;
            case Opcode.LocalTee:
                ValType local = LocalType();
                _stack.Pop(local);
                _stack.Push(local);
                break;
            case Opcode.Unreachable: _stack.SetUnreachable(); break;
            case Opcode.Block or Opcode.Loop: EnterBlock(opcode); break;
            case Opcode.If:
                _stack.Pop(ValType.I32);
                EnterBlock(opcode);
                break;
            case Opcode.Else: ValidateElse(); break;
            case Opcode.End: ValidateEnd(); break;
            case Opcode.Br:
                _stack.PopAll(_stack.LabelTypes(_immediates.X));
                _stack.SetUnreachable();
                break;
            case Opcode.BrIf:
                ReadOnlySpan<ValType> label = _stack.LabelTypes(_immediates.X);
                _stack.Pop(ValType.I32);
                _stack.PopAll(label);
                _stack.PushAll(label);
                break;
            case Opcode.BrTable: ValidateBrTable(); break;
            case Opcode.Return:
                _stack.PopAll(_stack.FunctionResults);
                _stack.SetUnreachable();
                break;
            case Opcode.Call: ValidateCall(_indices.Function(_immediates.X)); break;
            case Opcode.CallIndirect: ValidateCall(PopCallee()); break;
            case Opcode.ReturnCall: ValidateTailCall(_indices.Function(_immediates.X)); break;
            case Opcode.ReturnCallIndirect: ValidateTailCall(PopCallee()); break;
            case Opcode.Drop: _stack.Pop(ValType.Unknown); break;
            case Opcode.Select: ValidateSelect(); break;
            case Opcode.SelectT: ValidateTypedSelect(); break;
            case Opcode.GlobalGet: _stack.Push(_indices.Global(_immediates.X).Type); break;
            case Opcode.GlobalSet: ValidateGlobalSet(); break;
            case Opcode.RefNull: _stack.Push(_immediates.Type); break;
            case Opcode.RefIsNull: ValidateRefIsNull(); break;
            case Opcode.RefFunc: ValidateRefFunc(); break;
            default: ValidateTable(opcode, _indices.TableElement(_immediates.X)); break;
        }
    }

    private void EnterBlock(Opcode opcode)
    {
        FuncType type = _immediates.BlockType!;
        _stack.PopAll(type.Parameters);
        _stack.PushFrame(opcode, type);
    }

    private void ValidateElse()
    {
        BlockFrame frame = _stack.PopFrame();
        if (frame.Opcode != Opcode.If)
        {
            throw new WasmFormatException("unexpected else", _stack.Offset);
        }

        _stack.PushFrame(Opcode.Else, frame.Type);
    }

    private void ValidateEnd()
    {
        BlockFrame frame = _stack.PopFrame();

        // An if without else must give back what it takes.
        if (frame.Opcode == Opcode.If && !frame.Type.Parameters.SequenceEqual(frame.Type.Results))
        {
            _stack.TypeMismatch();
        }

        if (_stack.FrameCount > 0)
        {
            _stack.PushAll(frame.Type.Results);
        }
    }

    private void ValidateBrTable()
    {
        _stack.Pop(ValType.I32);
        int arity = -1;
        uint last = uint.MaxValue;
        foreach (uint depth in _immediates.Labels.Read(_module.Bytes.Span))
        {
            if (depth == last)
            {
                continue;
            }

            last = depth;
            ReadOnlySpan<ValType> types = _stack.LabelTypes(depth);
            _clock.Advance(1 + types.Length);
            if (arity < 0)
            {
                arity = types.Length;
            }

            if (types.Length != arity)
            {
                _stack.TypeMismatch();
            }

            _stack.CheckTop(types);
        }

        _stack.SetUnreachable();
    }

    private void ValidateCall(FuncType type)
    {
        _stack.PopAll(type.Parameters);
        _stack.PushAll(type.Results);
    }

    private void ValidateTailCall(FuncType type)
    {
        _stack.PopAll(type.Parameters);
        if (!type.Results.SequenceEqual(_stack.FunctionResults))
        {
            _stack.TypeMismatch();
        }

        _stack.SetUnreachable();
    }

    private FuncType PopCallee()
    {
        if (_indices.TableElement(_immediates.Y) != ValType.FuncRef)
        {
            _stack.TypeMismatch();
        }

        FuncType type = _indices.FunctionType(_immediates.X);
        _stack.Pop(ValType.I32);
        return type;
    }

    private void ValidateSelect()
    {
        _stack.Pop(ValType.I32);
        ValType second = _stack.Pop(ValType.Unknown);
        ValType first = _stack.Pop(ValType.Unknown);
        if (first.IsReference || second.IsReference)
        {
            _stack.TypeMismatch();
        }

        if (first != second && first != ValType.Unknown && second != ValType.Unknown)
        {
            _stack.TypeMismatch();
        }

        _stack.Push(first == ValType.Unknown ? second : first);
    }

    private void ValidateTypedSelect()
    {
        if (_immediates.X != 1)
        {
            _stack.Invalid("invalid result arity");
        }

        ValType type = _immediates.Type;
        _stack.Pop(ValType.I32);
        _stack.Pop(type);
        _stack.Pop(type);
        _stack.Push(type);
    }

    private ValType LocalType()
    {
        uint index = _immediates.X;
        if (index >= (uint)_locals.Count)
        {
            _stack.Invalid($"unknown local {index}");
        }

        return _locals.Get((int)index);
    }

    private void ValidateGlobalSet()
    {
        GlobalType global = _indices.Global(_immediates.X);
        if (!global.IsMutable)
        {
            _stack.Invalid("global is immutable");
        }

        _stack.Pop(global.Type);
    }

    private void ValidateRefIsNull()
    {
        ValType reference = _stack.Pop(ValType.Unknown);
        if (!reference.IsReference && reference != ValType.Unknown)
        {
            _stack.TypeMismatch();
        }

        _stack.Push(ValType.I32);
    }

    private void ValidateRefFunc()
    {
        _indices.Function(_immediates.X);
        if (_declaredFunctions?[_immediates.X] != true)
        {
            _stack.Invalid("undeclared function reference");
        }

        _stack.Push(ValType.FuncRef);
    }

    private void ValidateTable(Opcode opcode, ValType element)
    {
        _module.WritesTables |= opcode != Opcode.TableGet;
        switch (opcode)
        {
            case Opcode.TableGet:
                _stack.Pop(ValType.I32);
                _stack.Push(element);
                break;
            case Opcode.TableSet:
                _stack.Pop(element);
                _stack.Pop(ValType.I32);
                break;
            case Opcode.TableGrow:
                _module.GrowsTables = true;
                _stack.Pop(ValType.I32);
                _stack.Pop(element);
                _stack.Push(ValType.I32);
                break;
            case Opcode.TableFill:
                _stack.Pop(ValType.I32);
                _stack.Pop(element);
                _stack.Pop(ValType.I32);
                break;
            default: throw new InvalidOperationException($"The opcode table has {opcode}, the validator has not.");
        }
    }
}
