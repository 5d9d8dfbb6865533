using System.Buffers.Binary;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Evaluates constant expressions that have more than one instruction or need the instance. They were
/// validated.</summary>
internal static unsafe class ConstExprEvaluator
{
    public static (ulong Low, ulong High) Evaluate(Instance instance, ConstExpr expression)
    {
        ModuleDefinition module = instance.Module.Definition;
        var reader = new WasmReader(module.Bytes.Span, expression.Code.Offset, expression.Code.Length);
        var stack = new Stack<(ulong Low, ulong High)>();
        while (true)
        {
            OpcodeInfo info = OpcodeDecoding.Read(ref reader, module.Features);
            switch (info.Opcode)
            {
                case Opcode.End: return stack.Pop();
                case Opcode.I32Const: stack.Push(((uint)reader.ReadS32(), 0)); break;
                case Opcode.I64Const: stack.Push(((ulong)reader.ReadS64(), 0)); break;
                case Opcode.F32Const: stack.Push((reader.ReadF32Bits(), 0)); break;
                case Opcode.F64Const: stack.Push((reader.ReadF64Bits(), 0)); break;
                case Opcode.V128Const:
                    ReadOnlySpan<byte> bytes = reader.ReadBytes(16);
                    stack.Push((BinaryPrimitives.ReadUInt64LittleEndian(bytes),
                        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..])));
                    break;
                case Opcode.RefNull:
                    reader.Skip(1);
                    stack.Push((0, 0));
                    break;
                case Opcode.RefFunc: stack.Push((instance.GetFunctionHandle((int)reader.ReadU32()), 0)); break;
                case Opcode.GlobalGet:
                    uint index = reader.ReadU32();
                    ulong* cell = instance.Globals[index];
                    stack.Push((cell[0], module.GlobalTypes[index].Type == ValType.V128 ? cell[1] : 0));
                    break;
                default:
                    ulong right = stack.Pop().Low;
                    stack.Push((Calculate(info.Opcode, stack.Pop().Low, right), 0));
                    break;
            }
        }
    }

    private static ulong Calculate(Opcode opcode, ulong left, ulong right) => opcode switch
    {
        Opcode.I32Add => (uint)(left + right),
        Opcode.I32Sub => (uint)(left - right),
        Opcode.I32Mul => (uint)(left * right),
        Opcode.I64Add => left + right,
        Opcode.I64Sub => left - right,
        _ => left * right,
    };
}
