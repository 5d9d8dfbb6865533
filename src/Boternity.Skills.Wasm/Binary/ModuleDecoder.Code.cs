using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <content>The code section and constant expressions.</content>
internal sealed partial class ModuleDecoder
{
    private void DecodeCode(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Functions, "code entry");
        if (count != _definedFunctions.Length)
        {
            reader.ThrowFormat("function and code section have inconsistent lengths");
        }

        var bodies = new FunctionBody[count];
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            uint size = reader.ReadU32();
            if (size > (uint)reader.Remaining)
            {
                reader.ThrowFormat("unexpected end of section or function");
            }

            if (size > WasmLimits.FunctionBodyBytes)
            {
                throw new WasmFormatException(
                    $"function body of {size} bytes exceeds the limit of {WasmLimits.FunctionBodyBytes}", offset);
            }

            bodies[i] = new FunctionBody(_definedFunctions[i], new ByteRange(reader.Position, (int)size));
            reader.Skip((int)size);
        }

        _module.Bodies = bodies;
    }

    // Finds the end of a constant expression. What is not constant is refused here: past it, nothing tells where the
    // expression ends.
    private ConstExpr ReadConstExpr(ref WasmReader reader)
    {
        int start = reader.Position;
        int instructions = 0;
        ulong? constant = null;
        int function = -1;
        while (true)
        {
            long offset = reader.Offset;
            OpcodeInfo info = OpcodeDecoding.Read(ref reader, _module.Features);
            if (info.Opcode == Opcode.End)
            {
                break;
            }

            instructions++;
            switch (info.Opcode)
            {
                case Opcode.I32Const: constant = (uint)reader.ReadS32(); break;
                case Opcode.I64Const: constant = (ulong)reader.ReadS64(); break;
                case Opcode.F32Const: constant = reader.ReadF32Bits(); break;
                case Opcode.F64Const: constant = reader.ReadF64Bits(); break;
                case Opcode.V128Const: reader.Skip(16); break;
                case Opcode.RefNull: ReadRefType(ref reader); constant = 0; break;
                case Opcode.RefFunc: function = ReadIndex(ref reader, _module.FunctionTypes.Length, "function"); break;
                case Opcode.GlobalGet: reader.ReadU32(); break;
                case Opcode.I32Add or Opcode.I32Sub or Opcode.I32Mul or Opcode.I64Add or Opcode.I64Sub or Opcode.I64Mul
                    when (_module.Features & WasmFeatures.ExtendedConst) != 0:
                    break;
                default:
                    throw new WasmValidationException("constant expression required", offset);
            }
        }

        bool single = instructions == 1;
        return new ConstExpr(new ByteRange(start, reader.Position - start), single
            ? constant : null, single ? function : -1);
    }
}
