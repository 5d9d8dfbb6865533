using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <content>Locals, globals, tables and references.</content>
internal sealed partial class FunctionValidator
{
    private void ValidateVariable(Opcode opcode, ref WasmReader reader)
    {
        switch (opcode)
        {
            case Opcode.LocalGet: Push(ReadLocal(ref reader)); break;
            case Opcode.LocalSet: Pop(ReadLocal(ref reader)); break;
            case Opcode.LocalTee:
                ValType local = ReadLocal(ref reader);
                Pop(local);
                Push(local);
                break;
            case Opcode.GlobalGet: Push(ReadGlobal(ref reader).Type); break;
            case Opcode.GlobalSet:
                GlobalType global = ReadGlobal(ref reader);
                if (!global.IsMutable)
                {
                    Invalid("global is immutable");
                }

                Pop(global.Type);
                break;
            case Opcode.RefNull: Push(TypeDecoding.ReadRefType(ref reader, Features)); break;
            case Opcode.RefIsNull:
                ValType reference = Pop(ValType.Unknown);
                if (!reference.IsReference && reference != ValType.Unknown)
                {
                    TypeMismatch();
                }

                Push(ValType.I32);
                break;
            case Opcode.RefFunc:
                uint function = reader.ReadU32();
                if (function >= (uint)module.FunctionTypes.Length)
                {
                    Invalid($"unknown function {function}");
                }

                if (declaredFunctions?[function] != true)
                {
                    Invalid("undeclared function reference");
                }

                Push(ValType.FuncRef);
                break;
            default: ValidateTable(opcode, CheckTable(reader.ReadU32())); break;
        }
    }

    private void ValidateTable(Opcode opcode, ValType element)
    {
        switch (opcode)
        {
            case Opcode.TableGet:
                Pop(ValType.I32);
                Push(element);
                break;
            case Opcode.TableSet:
                Pop(element);
                Pop(ValType.I32);
                break;
            case Opcode.TableGrow:
                Pop(ValType.I32);
                Pop(element);
                Push(ValType.I32);
                break;
            case Opcode.TableFill:
                Pop(ValType.I32);
                Pop(element);
                Pop(ValType.I32);
                break;
            default: throw new InvalidOperationException($"The opcode table has {opcode}, the validator has not.");
        }
    }

    private ValType ReadLocal(ref WasmReader reader)
    {
        uint index = reader.ReadU32();
        if (index >= (uint)_locals.Count)
        {
            Invalid($"unknown local {index}");
        }

        return _locals.Get((int)index);
    }

    private GlobalType ReadGlobal(ref WasmReader reader)
    {
        uint index = reader.ReadU32();
        if (index >= (uint)module.GlobalTypes.Length)
        {
            Invalid($"unknown global {index}");
        }

        return module.GlobalTypes[index];
    }
}
