using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>Checks that what immediates name exists in the module, and tells its type.</summary>
internal sealed class IndexValidator(ModuleDefinition module, ValidationStack stack)
{
    /// <summary>Checks the immediates of an instruction with a fixed signature.</summary>
    public void Check(OpcodeInfo info, in Immediates immediates)
    {
        switch (info.Immediate)
        {
            case ImmediateKind.MemArg: CheckMemArg(info, immediates); break;
            case ImmediateKind.MemArgLane:
                CheckMemArg(info, immediates);
                CheckLane(info, immediates.Lane);
                break;
            case ImmediateKind.Lane: CheckLane(info, immediates.Lane); break;
            case ImmediateKind.Shuffle:
                for (int i = 0; i < 16; i++)
                {
                    CheckLane(info, immediates.ShuffleLane(i));
                }

                break;
            case ImmediateKind.Memory: CheckMemory(immediates.X); break;
            case ImmediateKind.MemoryMemory:
                CheckMemory(immediates.X);
                CheckMemory(immediates.Y);
                break;
            case ImmediateKind.DataMemory:
                CheckMemory(immediates.Y);
                CheckData(immediates.X);
                break;
            case ImmediateKind.Data: CheckData(immediates.X); break;
            case ImmediateKind.ElementTable:
                if (TableElement(immediates.Y) != SegmentElement(immediates.X))
                {
                    stack.TypeMismatch();
                }

                break;
            case ImmediateKind.Element: SegmentElement(immediates.X); break;
            case ImmediateKind.TableTable:
                if (TableElement(immediates.X) != TableElement(immediates.Y))
                {
                    stack.TypeMismatch();
                }

                break;
            case ImmediateKind.Table: TableElement(immediates.X); break;
        }
    }

    /// <summary>The type of a table's elements.</summary>
    public ValType TableElement(uint index)
    {
        if (index >= (uint)module.Tables.Length)
        {
            stack.Invalid($"unknown table {index}");
        }

        return module.Tables[index].Element;
    }

    public GlobalType Global(uint index)
    {
        if (index >= (uint)module.GlobalTypes.Length)
        {
            stack.Invalid($"unknown global {index}");
        }

        return module.GlobalTypes[index];
    }

    public FuncType Function(uint index)
    {
        if (index >= (uint)module.FunctionTypes.Length)
        {
            stack.Invalid($"unknown function {index}");
        }

        return module.GetFunctionType((int)index);
    }

    public FuncType FunctionType(uint index)
    {
        if (index >= (uint)module.Types.Length)
        {
            stack.Invalid($"unknown type {index}");
        }

        return module.Types[index];
    }

    private void CheckMemArg(OpcodeInfo info, in Immediates immediates)
    {
        CheckMemory(immediates.Y);
        if (immediates.Alignment > info.Alignment)
        {
            stack.Invalid("alignment must not be larger than natural");
        }
    }

    private void CheckLane(OpcodeInfo info, byte lane)
    {
        if (lane >= info.Lanes)
        {
            stack.Invalid("invalid lane index");
        }
    }

    private void CheckMemory(uint index)
    {
        if (index >= (uint)module.Memories.Length)
        {
            stack.Invalid($"unknown memory {index}");
        }
    }

    private void CheckData(uint index)
    {
        if (index >= (uint)module.DataCount)
        {
            stack.Invalid($"unknown data segment {index}");
        }
    }

    private ValType SegmentElement(uint index)
    {
        if (index >= (uint)module.Elements.Length)
        {
            stack.Invalid($"unknown elem segment {index}");
        }

        return module.Elements[index].Type;
    }
}
