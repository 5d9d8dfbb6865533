using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>
/// Validates function bodies with the algorithm of the core specification's appendix. One object serves all functions
/// of a module, so that nothing is allocated per instruction or function.
/// </summary>
internal sealed partial class FunctionValidator(ModuleDefinition module, bool[]? declaredFunctions)
{
    private readonly LocalTypes _locals = new();
    private ValType[] _operands = new ValType[256];
    private BlockFrame[] _frames = new BlockFrame[32];
    private int _height;
    private int _frameCount;
    private long _offset;

    private WasmFeatures Features => module.Features;

    /// <summary>Validates one function.</summary>
    /// <param name="functionIndex">Its index, imports counted.</param>
    // Optimised at once, like all that runs per instruction here and in the reader: a large module is validated by a
    // process just started, before the runtime would find these methods hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Validate(int functionIndex)
    {
        FunctionBody body = module.Bodies[functionIndex - module.ImportedFunctionCount];
        FuncType type = module.Types[body.TypeIndex];
        var reader = new WasmReader(module.Bytes.Span, body.Code.Offset, body.Code.Length);
        _locals.Read(type, ref reader, Features);
        _height = 0;
        _frameCount = 0;
        PushFrame(Opcode.Block, type, pushParameters: false);
        while (_frameCount > 0)
        {
            _offset = reader.Offset;
            if (reader.AtEnd)
            {
                throw new WasmFormatException("END opcode expected", _offset);
            }

            OpcodeInfo info = OpcodeDecoding.Read(ref reader, Features);
            if (info.HasFixedSignature)
            {
                ValidateFixed(info, ref reader);
            }
            else
            {
                ValidateSpecial(info, ref reader);
            }
        }

        if (!reader.AtEnd)
        {
            reader.ThrowFormat("section size mismatch");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ValidateFixed(OpcodeInfo info, ref WasmReader reader)
    {
        if (info.Immediate != ImmediateKind.None)
        {
            ValidateImmediate(info, ref reader);
        }

        ReadOnlySpan<ValType> operands = info.Operands;
        for (int i = operands.Length - 1; i >= 0; i--)
        {
            Pop(operands[i]);
        }

        foreach (ValType result in info.Results)
        {
            Push(result);
        }
    }

    private void Push(ValType type)
    {
        if (_height == _operands.Length)
        {
            GrowOperands(1);
        }

        _operands[_height++] = type;
    }

    private ValType Pop(ValType expected)
    {
        ref BlockFrame frame = ref _frames[_frameCount - 1];
        if (_height == frame.Height)
        {
            if (!frame.Unreachable)
            {
                TypeMismatch();
            }

            return ValType.Unknown;
        }

        ValType actual = _operands[--_height];
        if (actual != expected && actual != ValType.Unknown && expected != ValType.Unknown)
        {
            TypeMismatch();
        }

        return actual;
    }

    private void PushAll(ReadOnlySpan<ValType> types)
    {
        if (_height + types.Length > _operands.Length)
        {
            GrowOperands(types.Length);
        }

        types.CopyTo(_operands.AsSpan(_height));
        _height += types.Length;
    }

    private void PopAll(ReadOnlySpan<ValType> types) => _height -= CheckTop(types);

    private void PushFrame(Opcode opcode, FuncType type, bool pushParameters = true)
    {
        if (_frameCount == _frames.Length)
        {
            Array.Resize(ref _frames, _frames.Length * 2);
        }

        _frames[_frameCount++] = new BlockFrame { Opcode = opcode, Type = type, Height = _height };
        if (pushParameters)
        {
            PushAll(type.Parameters);
        }
    }

    private BlockFrame PopFrame()
    {
        BlockFrame frame = _frames[_frameCount - 1];
        PopAll(frame.Type.Results);
        if (_height != frame.Height)
        {
            TypeMismatch();
        }

        _frameCount--;
        return frame;
    }

    private void SetUnreachable()
    {
        ref BlockFrame frame = ref _frames[_frameCount - 1];
        _height = frame.Height;
        frame.Unreachable = true;
    }

    private void GrowOperands(int count)
    {
        int needed = _height + count;
        if (needed > WasmLimits.OperandStack)
        {
            throw new WasmFormatException($"operand stack exceeds the limit of {WasmLimits.OperandStack} values",
                _offset);
        }

        Array.Resize(ref _operands, Math.Max(needed, _operands.Length * 2));
    }

    [DoesNotReturn]
    private void TypeMismatch() => throw new WasmValidationException("type mismatch", _offset);

    [DoesNotReturn]
    private void Invalid(string detail) => throw new WasmValidationException(detail, _offset);
}
