using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>Constant expressions (core specification, section 3.4.14), and which functions a module declares as
/// referable.</summary>
internal sealed class ConstExprValidator(ModuleDefinition module, LoadClock clock)
{
    private readonly List<ValType> _stack = [];
    private Immediates _immediates;

    /// <summary>Functions that <c>ref.func</c> may name in code; null while there are none.</summary>
    public bool[]? DeclaredFunctions { get; private set; }

    /// <summary>Notes that a function is named outside of code.</summary>
    public void Declare(int function) => (DeclaredFunctions ??= new bool[module.FunctionTypes.Length])[function] = true;

    /// <param name="expression">The expression.</param>
    /// <param name="expected">The type it must have.</param>
    /// <param name="globals">How many globals, from the first, it may name.</param>
    public void Validate(ConstExpr expression, ValType expected, int globals)
    {
        var reader = new WasmReader(module.Bytes.Span, expression.Code.Offset, expression.Code.Length);
        _stack.Clear();
        while (true)
        {
            long offset = reader.Offset;
            OpcodeInfo info = OpcodeDecoding.Read(ref reader, module.Features);
            if (info.Opcode == Opcode.End)
            {
                if (_stack.Count != 1 || _stack[0] != expected)
                {
                    throw new WasmValidationException("type mismatch", offset);
                }

                return;
            }

            clock.Advance();
            ImmediateReader.Read(ref reader, module, info.Immediate, ref _immediates);
            Step(info, globals, offset);
        }
    }

    private void Step(OpcodeInfo info, int globals, long offset)
    {
        switch (info.Opcode)
        {
            case Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const or Opcode.V128Const:
                _stack.Add(info.Results[0]);
                break;
            case Opcode.RefNull: _stack.Add(_immediates.Type); break;
            case Opcode.RefFunc:
                Declare((int)_immediates.X);
                _stack.Add(ValType.FuncRef);
                break;
            case Opcode.GlobalGet:
                uint index = _immediates.X;
                if (index >= (uint)globals)
                {
                    throw new WasmValidationException($"unknown global {index}", offset);
                }

                if (module.GlobalTypes[index].IsMutable)
                {
                    throw new WasmValidationException("constant expression required", offset);
                }

                _stack.Add(module.GlobalTypes[index].Type);
                break;
            default:
                ValType type = info.Operands[0];
                if (_stack.Count < 2 || _stack[^1] != type || _stack[^2] != type)
                {
                    throw new WasmValidationException("type mismatch", offset);
                }

                _stack.RemoveAt(_stack.Count - 1);
                break;
        }
    }
}
