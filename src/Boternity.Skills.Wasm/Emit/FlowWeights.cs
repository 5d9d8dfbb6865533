using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>How much of the JIT's patience code takes. Of its limits the one on references to locals is met
/// first.</summary>
internal static class FlowWeights
{
    private const int Access = 8;
    private const int Call = 20;
    private const int Branch = 6;
    private const int LabelsPerUnit = 4;

    public static int Of(FunctionBodyCode body, FlowBlock block, FlowGraph graph)
    {
        int weight = 2;
        for (int i = block.First; i < block.End; i++)
        {
            ref BodyInstruction instruction = ref body.Instructions[i];
            if (instruction.IsReached)
            {
                weight += Of(ref instruction, i, graph);
            }
        }

        return weight;
    }

    private static int Of(ref BodyInstruction instruction, int index, FlowGraph graph) => instruction.Opcode switch
    {
        Opcode.Nop or Opcode.Block or Opcode.End or Opcode.Drop => 0,
        Opcode.Call or Opcode.CallIndirect or Opcode.ReturnCall or Opcode.ReturnCallIndirect => Call,
        Opcode.BrTable => Branch + (graph.Tables[index].Labels.Length / LabelsPerUnit)
            + graph.Tables[index].Exits.Length,
        Opcode.Br or Opcode.BrIf or Opcode.If or Opcode.Else or Opcode.Loop => Branch,
        _ => instruction.Info.Immediate switch
        {
            ImmediateKind.MemArg or ImmediateKind.MemArgLane => Access,
            ImmediateKind.Memory or ImmediateKind.MemoryMemory or ImmediateKind.DataMemory or ImmediateKind.Table
                or ImmediateKind.TableTable or ImmediateKind.ElementTable => Call,
            ImmediateKind.None when instruction.Info.Operands.Length == 2 && MayTrap(instruction.Opcode) => Access,
            _ => 2,
        },
    };

    private static bool MayTrap(Opcode opcode) =>
        opcode is (>= Opcode.I32DivS and <= Opcode.I32RemU) or (>= Opcode.I64DivS and <= Opcode.I64RemU);
}
