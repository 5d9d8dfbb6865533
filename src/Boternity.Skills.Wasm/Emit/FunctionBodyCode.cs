using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>A validated body as a list of instructions, with what the emitter must know beforehand: its blocks, what is
/// reached, what its runs cost.</summary>
internal sealed class FunctionBodyCode
{
    private readonly ModuleDefinition _module;
    private readonly List<BodyInstruction> _instructions = [];
    private readonly Stack<int> _open = new();

    // Instructions before which a run ends because it is as long as runs may be.
    private readonly HashSet<int> _longRunEnds = [];

    // How many instructions that cost a unit stand before each, and for each the place behind the end of the run it is
    // in.
    private int[] _unitsBefore = [];
    private int[] _runEnd = [];

    public FunctionBodyCode(ModuleDefinition module, FuncType type, FunctionBody body)
    {
        _module = module;
        var reader = new WasmReader(module.Bytes.Span, body.Code.Offset, body.Code.Length);
        Locals.Read(type, ref reader, module.Features);
        LocalSlots = new int[Locals.Count];
        int slot = 0;
        for (int i = 0; i < LocalSlots.Length; i++)
        {
            LocalSlots[i] = slot;
            slot += Locals.Get(i).SlotCount * sizeof(ulong);
        }

        Decode(ref reader);
        Instructions = [.. _instructions];
        _instructions.Clear();
        new Reachability(this).Mark();
        MeasureRuns();
    }

    public LocalTypes Locals { get; } = new();

    public BodyInstruction[] Instructions { get; }

    /// <summary>Where each local's slot is, in bytes from the frame.</summary>
    public int[] LocalSlots { get; }

    /// <summary>What follows an instruction's opcode.</summary>
    public Immediates ReadImmediates(int index)
    {
        var immediates = default(Immediates);
        var reader = new WasmReader(_module.Bytes.Span) { Position = Instructions[index].Offset };
        OpcodeInfo info = OpcodeDecoding.Read(ref reader, _module.Features);
        ImmediateReader.Read(ref reader, _module, info.Immediate, ref immediates);
        return immediates;
    }

    /// <summary>The labels that a br_table names, in order; the last is the default.</summary>
    public uint[] ReadLabels(int index)
    {
        LabelTable labels = ReadImmediates(index).Labels;
        var depths = new uint[labels.Count];
        int count = 0;
        foreach (uint depth in labels.Read(_module.Bytes.Span))
        {
            depths[count++] = depth;
        }

        return depths;
    }

    /// <summary>The fuel of the instructions from one to before another.</summary>
    public int UnitsBetween(int first, int end) => _unitsBefore[end] - _unitsBefore[first];

    /// <summary>The fuel of the run that begins at this instruction, by the rule that the interpreter's translator
    /// tells.</summary>
    public int CostOfRunAt(int index) => _unitsBefore[_runEnd[index]] - _unitsBefore[index];

    /// <summary>Whether a run begins at this instruction because the one before has become too long.</summary>
    public bool ContinuesLongRun(int index) => _longRunEnds.Contains(index);

    private void Decode(ref WasmReader reader)
    {
        int depth = 1;
        var immediates = default(Immediates);
        while (depth > 0)
        {
            var instruction = new BodyInstruction { Offset = reader.Position, Else = -1, End = -1 };
            instruction.Info = OpcodeDecoding.Read(ref reader, _module.Features);
            ImmediateReader.Read(ref reader, _module, instruction.Info.Immediate, ref immediates);
            instruction.X = immediates.X;
            instruction.Y = immediates.Y;
            int index = _instructions.Count;
            _instructions.Add(instruction);
            switch (instruction.Opcode)
            {
                case Opcode.Block or Opcode.Loop or Opcode.If:
                    _open.Push(index);
                    depth++;
                    break;
                case Opcode.Else:
                    CollectionsMarshal.AsSpan(_instructions)[_open.Peek()].Else = index;
                    break;
                case Opcode.End:
                    if (_open.TryPop(out int opened))
                    {
                        Close(opened, index);
                    }

                    depth--;
                    break;
            }
        }
    }

    private void Close(int opener, int end)
    {
        Span<BodyInstruction> instructions = CollectionsMarshal.AsSpan(_instructions);
        instructions[opener].End = end;
        int otherwise = instructions[opener].Else;
        if (otherwise >= 0)
        {
            instructions[otherwise].End = end;
        }
    }

    private void MeasureRuns()
    {
        int count = Instructions.Length;
        _unitsBefore = new int[count + 1];
        _runEnd = new int[count];
        int units = 0;
        for (int i = 0; i < count; i++)
        {
            ref BodyInstruction instruction = ref Instructions[i];
            bool isFree = !instruction.IsReached
                || instruction.Opcode is Opcode.Nop or Opcode.Block or Opcode.Loop or Opcode.Else or Opcode.End;
            _unitsBefore[i + 1] = _unitsBefore[i] + (isFree ? 0 : 1);
            if (!isFree && units == FuelRuns.LongestRun)
            {
                _longRunEnds.Add(i);
                units = 0;
            }

            units = instruction.IsReached && EndsRun(instruction.Opcode) ? 0 : units + (isFree ? 0 : 1);
        }

        int end = count;
        for (int i = count - 1; i >= 0; i--)
        {
            if (Instructions[i].IsReached && EndsRun(Instructions[i].Opcode))
            {
                end = i + 1;
            }

            _runEnd[i] = end;
            if (_longRunEnds.Contains(i))
            {
                end = i;
            }
        }
    }

    /// <summary>Whether a run of fuel, and a block, ends behind the instruction.</summary>
    public static bool EndsRun(Opcode opcode) =>
        opcode is Opcode.If or Opcode.Else or Opcode.Br or Opcode.BrIf or Opcode.BrTable
        or Opcode.Return or Opcode.ReturnCall or Opcode.ReturnCallIndirect or Opcode.Unreachable;
}
