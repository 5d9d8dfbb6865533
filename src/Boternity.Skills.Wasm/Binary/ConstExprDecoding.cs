using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>
/// Finds the end of constant expressions (core specification, section 3.4.14). What is not constant is refused here:
/// past it, nothing tells where the expression ends.
/// </summary>
internal static class ConstExprDecoding
{
    public static ConstExpr Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int start = reader.Position;
        int instructions = 0;
        ulong? constant = null;
        int function = -1;
        var immediates = default(Immediates);
        while (true)
        {
            long offset = reader.Offset;
            OpcodeInfo info = OpcodeDecoding.Read(ref reader, module.Features);
            if (info.Opcode == Opcode.End)
            {
                break;
            }

            if (!IsConstant(info.Opcode, module.Features))
            {
                throw new WasmValidationException("constant expression required", offset);
            }

            clock.Advance();
            instructions++;
            offset = reader.Offset;
            ImmediateReader.Read(ref reader, module, info.Immediate, ref immediates);
            switch (info.Opcode)
            {
                case Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const:
                    constant = immediates.Low;
                    break;
                case Opcode.RefNull: constant = 0; break;
                case Opcode.RefFunc:
                    function = immediates.X < (uint)module.FunctionTypes.Length
                        ? (int)immediates.X
                        : throw new WasmValidationException($"unknown function {immediates.X}", offset);
                    break;
            }
        }

        bool isSingle = instructions == 1;
        var code = new ByteRange(start, reader.Position - start);
        return new ConstExpr(code, isSingle ? constant : null, isSingle ? function : -1);
    }

    private static bool IsConstant(Opcode opcode, WasmFeatures features) => opcode switch
    {
        Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const or Opcode.V128Const
            or Opcode.RefNull or Opcode.RefFunc or Opcode.GlobalGet => true,
        Opcode.I32Add or Opcode.I32Sub or Opcode.I32Mul or Opcode.I64Add or Opcode.I64Sub or Opcode.I64Mul =>
            (features & WasmFeatures.ExtendedConst) != 0,
        _ => false,
    };
}
