using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Code that is never reached: only its nesting matters.</content>
internal sealed partial class Translator
{
    private int _unreachedBlocks;

    private void SkipInstruction(OpcodeInfo info, ref WasmReader reader)
    {
        switch (info.Opcode)
        {
            case Opcode.End when _unreachedBlocks == 0: TranslateEnd(); break;
            case Opcode.Else when _unreachedBlocks == 0: TranslateElse(); break;
            case Opcode.End: _unreachedBlocks--; break;
            case Opcode.Block or Opcode.Loop or Opcode.If:
                _unreachedBlocks++;
                BlockTypeDecoding.Read(ref reader, module);
                break;
            default: SkipImmediate(info.Immediate, ref reader); break;
        }
    }

    private void SkipImmediate(ImmediateKind kind, ref WasmReader reader)
    {
        switch (kind)
        {
            case ImmediateKind.None: break;
            case ImmediateKind.I32: reader.ReadS32(); break;
            case ImmediateKind.I64: reader.ReadS64(); break;
            case ImmediateKind.F32: reader.Skip(4); break;
            case ImmediateKind.F64: reader.Skip(8); break;
            case ImmediateKind.V128 or ImmediateKind.Shuffle: reader.Skip(16); break;
            case ImmediateKind.RefType or ImmediateKind.Lane: reader.Skip(1); break;
            case ImmediateKind.SelectTypes:
            case ImmediateKind.LabelTable:
                // Types are single bytes, so that both are vectors of numbers; a label table has one more.
                uint count = reader.ReadU32();
                if (kind == ImmediateKind.LabelTable)
                {
                    count++;
                }

                for (uint i = 0; i < count; i++)
                {
                    reader.ReadU32();
                }

                break;
            case ImmediateKind.MemArg: MemArg.Read(ref reader, module.Features); break;
            case ImmediateKind.MemArgLane:
                MemArg.Read(ref reader, module.Features);
                reader.Skip(1);
                break;
            case ImmediateKind.TypeTable or ImmediateKind.DataMemory or ImmediateKind.MemoryMemory
                or ImmediateKind.ElementTable or ImmediateKind.TableTable:
                reader.ReadU32();
                reader.ReadU32();
                break;
            default: reader.ReadU32(); break;
        }
    }
}
