using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>A validated body as a list of instructions, with what the emitter must know beforehand: its blocks, what is
/// reached, what its runs cost.</summary>
internal sealed class FunctionBodyCode
{
    private readonly ModuleDefinition _module;
    private readonly List<BodyInstruction> _instructions = [];
    private readonly Stack<int> _open = new();

    // How many instructions that cost a unit stand before each, and for each the place behind the end of the run it is
    // in.
    private int[] _unitsBefore = [];
    private int[] _runEnd = [];

    public FunctionBodyCode(ModuleDefinition module, FuncType type, FunctionBody body)
    {
        _module = module;
        var reader = new WasmReader(module.Bytes.Span, body.Code.Offset, body.Code.Length);
        Locals.Read(type, ref reader, module.Features);
        Decode(ref reader);
        Instructions = [.. _instructions];
        new Reachability(Instructions).Mark();
        MeasureRuns();
    }

    public LocalTypes Locals { get; } = new();

    public BodyInstruction[] Instructions { get; }

    /// <summary>The fuel of all instructions that can be reached: no way without a repetition costs more.</summary>
    public int Units { get; private set; }

    /// <summary>The labels in all its tables.</summary>
    public int Labels => Instructions.Sum(i => i.Immediates.Labels.Count);

    /// <summary>Whether it reads or writes the first memory, or asks for its size.</summary>
    public bool UsesMemory => Instructions.Any(i => i.IsReached
        && (i.Info.Immediate is ImmediateKind.MemArg or ImmediateKind.MemArgLane
            ? i.Y == 0 : i is { Opcode: Opcode.MemorySize, X: 0 }));

    /// <summary>Whether it has instructions that are emitted with a zero that the JIT does not know.</summary>
    public bool UsesZero => Instructions.Any(i => i.IsReached
        && i.Opcode is Opcode.I32Rotl or Opcode.I32Rotr or Opcode.I64Rotl or Opcode.I64Rotr or Opcode.F32ReinterpretI32
        or Opcode.F64ReinterpretI64 or Opcode.F32x4ExtractLane);

    /// <summary>The fuel of the run that begins at this instruction, by the rule that the interpreter's translator
    /// tells.</summary>
    public int CostOfRunAt(int index) => _unitsBefore[_runEnd[index]] - _unitsBefore[index];

    private void Decode(ref WasmReader reader)
    {
        int depth = 1;
        while (depth > 0)
        {
            var instruction = new BodyInstruction { Offset = reader.Position, Else = -1, End = -1 };
            instruction.Info = OpcodeDecoding.Read(ref reader, _module.Features);
            ImmediateReader.Read(ref reader, _module, instruction.Info.Immediate, ref instruction.Immediates);
            int index = _instructions.Count;
            switch (instruction.Opcode)
            {
                case Opcode.Block or Opcode.Loop or Opcode.If:
                    _open.Push(index);
                    depth++;
                    break;
                case Opcode.Else:
                    Change(_open.Peek(), (ref BodyInstruction opener) => opener.Else = index);
                    break;
                case Opcode.End:
                    if (_open.TryPop(out int opened))
                    {
                        Close(opened, index);
                    }

                    depth--;
                    break;
                case Opcode.BrTable: instruction.Targets = FindTargets(instruction.Immediates.Labels); break;
            }

            _instructions.Add(instruction);
        }
    }

    private uint[] FindTargets(LabelTable labels)
    {
        var targets = new HashSet<uint>();
        foreach (uint depth in labels.Read(_module.Bytes.Span))
        {
            targets.Add(depth);
        }

        return [.. targets];
    }

    private delegate void Edit(ref BodyInstruction instruction);

    private void Change(int index, Edit edit) =>
        edit(ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_instructions)[index]);

    private void Close(int opener, int end)
    {
        Change(opener, (ref BodyInstruction instruction) => instruction.End = end);
        int otherwise = _instructions[opener].Else;
        if (otherwise >= 0)
        {
            Change(otherwise, (ref BodyInstruction instruction) => instruction.End = end);
        }
    }

    private void MeasureRuns()
    {
        int count = Instructions.Length;
        _unitsBefore = new int[count + 1];
        _runEnd = new int[count];
        for (int i = 0; i < count; i++)
        {
            BodyInstruction instruction = Instructions[i];
            bool isFree = !instruction.IsReached
                || instruction.Opcode is Opcode.Nop or Opcode.Block or Opcode.Loop or Opcode.Else or Opcode.End;
            _unitsBefore[i + 1] = _unitsBefore[i] + (isFree ? 0 : 1);
        }

        Units = _unitsBefore[count];
        int end = count;
        for (int i = count - 1; i >= 0; i--)
        {
            if (Instructions[i].IsReached && EndsRun(Instructions[i].Opcode))
            {
                end = i + 1;
            }

            _runEnd[i] = end;
        }
    }

    private static bool EndsRun(Opcode opcode) =>
        opcode is Opcode.If or Opcode.Else or Opcode.Br or Opcode.BrIf or Opcode.BrTable
        or Opcode.Return or Opcode.ReturnCall or Opcode.ReturnCallIndirect or Opcode.Unreachable;
}
