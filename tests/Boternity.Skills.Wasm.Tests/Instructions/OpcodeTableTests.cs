using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Instructions;

/// <summary>The table is the only list of instructions: whoever reads it must know all of it.</summary>
internal sealed class OpcodeTableTests
{
    private static IEnumerable<Opcode> Opcodes => Enum.GetValues<Opcode>();

    private static IEnumerable<Opcode> FixedOpcodes =>
        OpcodeTable.All.Where(info => info.HasFixedSignature).Select(info => info.Opcode);

    [Test]
    public void Table_HasEveryOpcodeOnce()
    {
        Assert.That(OpcodeTable.All.Select(info => info.Opcode), Is.EqualTo(Opcodes.Order()));
        Assert.That(OpcodeTable.All.Where(info => info.Opcode != Opcode.SelectT).Select(info => info.Name), Is.Unique);
    }

    [TestCase(Opcode.I32Load16S, "i32.load16_s", 1)]
    [TestCase(Opcode.V128Load64Lane, "v128.load64_lane", 3)]
    [TestCase(Opcode.MemoryCopy, "memory.copy", 0)]
    public void Table_OfAnInstruction_TellsNameAndAlignment(Opcode opcode, string name, int alignment)
    {
        OpcodeInfo info = OpcodeTable.Get(opcode);

        Assert.That((info.Name, (int)info.Alignment), Is.EqualTo((name, alignment)));
    }

    /// <summary>Validates, translates and executes each instruction on zeros, with its operands in locals and its
    /// result dropped.</summary>
    [TestCaseSource(nameof(FixedOpcodes))]
    public void Instruction_OnZeros_ReturnsOrTraps(Opcode opcode)
    {
        OpcodeInfo info = OpcodeTable.Get(opcode);
        var module = new ModuleWriter();
        module.Memory(1);
        module.Table(ValType.FuncRef, 1);
        int function = module.Function(module.Type([], []), code => code.Op(Opcode.Nop));
        module.PassiveElements(function);
        module.PassiveData(1);
        module.ExportedFunction("run", [], code =>
        {
            for (int i = 0; i < info.Operands.Length; i++)
            {
                code.Get(i);
            }

            WriteInstruction(code, info);
            for (int i = 0; i < info.Results.Length; i++)
            {
                code.Op(Opcode.Drop);
            }
        }, [.. info.Operands.ToArray().Select(type => (1L, type))]);
        using Store store = Guest.Engine.CreateStore();
        Function run = Guest.Instantiate(store, module).GetFunction("run");

        try
        {
            run.Invoke();
        }
        catch (WasmTrapException trap)
        {
            Assert.That(trap.Code, Is.EqualTo(TrapCode.IntegerDivideByZero));
            Assert.That(info.Name, Does.Contain("div").Or.Contain("rem"));
        }
    }

    private static void WriteInstruction(CodeWriter code, OpcodeInfo info)
    {
        code.Op(info.Opcode);
        int bytes = info.Immediate switch
        {
            ImmediateKind.None => 0,
            ImmediateKind.MemArg or ImmediateKind.MemoryMemory or ImmediateKind.DataMemory or ImmediateKind.ElementTable
            or ImmediateKind.TableTable => 2,
            ImmediateKind.MemArgLane => 3,
            ImmediateKind.F32 => 4,
            ImmediateKind.F64 => 8,
            ImmediateKind.V128 or ImmediateKind.Shuffle => 16,
            _ => 1,
        };
        code.Raw(new byte[bytes]);
    }
}
