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
        var immediates = default(Immediates);
        while (true)
        {
            OpcodeInfo info = OpcodeDecoding.Read(ref reader, module.Features);
            ImmediateReader.Read(ref reader, module, info.Immediate, ref immediates);
            switch (info.Opcode)
            {
                case Opcode.End: return stack.Pop();
                case Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const:
                    stack.Push((immediates.Low, 0));
                    break;
                case Opcode.V128Const: stack.Push((immediates.Low, immediates.High)); break;
                case Opcode.RefNull: stack.Push((0, 0)); break;
                case Opcode.RefFunc: stack.Push((instance.GetFunctionHandle((int)immediates.X), 0)); break;
                case Opcode.GlobalGet:
                    uint index = immediates.X;
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
