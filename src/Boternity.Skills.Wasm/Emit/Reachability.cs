using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Marks what can be reached and what is branched to, as the interpreter's translator sees it: both must count
/// the same instructions.</summary>
internal sealed class Reachability(FunctionBodyCode body)
{
    private readonly BodyInstruction[] _instructions = body.Instructions;

    // The openers of the blocks we are in; -1 stands for the function's own.
    private readonly List<int> _blocks = [-1];
    private bool _reached = true;

    public void Mark()
    {
        for (int i = 0; i < _instructions.Length; i++)
        {
            ref BodyInstruction instruction = ref _instructions[i];
            if (!_reached && instruction.Opcode is Opcode.Block or Opcode.Loop or Opcode.If)
            {
                // Nothing in there is reached: its else and end are not looked at.
                i = instruction.End;
                continue;
            }

            bool isBoundary = instruction.Opcode is Opcode.Else or Opcode.End;
            instruction.IsReached = _reached || isBoundary;
            if (instruction.IsReached)
            {
                Follow(ref instruction, i);
            }
        }
    }

    private void Follow(ref BodyInstruction instruction, int index)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If: _blocks.Add(index); break;
            case Opcode.Else:
                if (_reached)
                {
                    _instructions[instruction.End].IsJoined = true;
                }

                _reached = true;
                break;
            case Opcode.End: LeaveBlock(ref instruction); break;
            case Opcode.Br:
                Branch(instruction.X);
                _reached = false;
                break;
            case Opcode.BrIf: Branch(instruction.X); break;
            case Opcode.BrTable:
                foreach (uint label in body.ReadLabels(index).Distinct())
                {
                    Branch(label);
                }

                _reached = false;
                break;
            case Opcode.Return or Opcode.Unreachable or Opcode.ReturnCall or Opcode.ReturnCallIndirect:
                _reached = false;
                break;
        }
    }

    private void LeaveBlock(ref BodyInstruction end)
    {
        int opener = _blocks[^1];
        _blocks.RemoveAt(_blocks.Count - 1);
        if (opener < 0)
        {
            return;
        }

        if (_instructions[opener].Opcode == Opcode.If && _instructions[opener].Else < 0)
        {
            end.IsJoined = true;
        }

        _reached |= end.IsJoined;
    }

    private void Branch(uint depth)
    {
        int opener = _blocks[_blocks.Count - 1 - (int)depth];
        if (opener < 0)
        {
            return;
        }

        if (_instructions[opener].Opcode == Opcode.Loop)
        {
            _instructions[opener].IsRepeated = true;
        }
        else
        {
            _instructions[_instructions[opener].End].IsJoined = true;
        }
    }
}
