using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>Modules that any engine runs as a command of preview 1.</summary>
internal sealed partial class ModuleGenerator
{
    private const int ProcExit = 0;
    private const int Hash = 0;
    private const int Factor = 31;
    private const int HashedBytes = 2_048;
    private const int HashedStep = 64;

    /// <summary>
    /// A module whose <c>_start</c> calls each function a few times, and exits with a number that depends on all that
    /// they gave and on what is in memory.
    /// </summary>
    public byte[] GenerateCommand()
    {
        Import("wasi_snapshot_preview1", "proc_exit", [ValType.I32], []);
        AddAll(other: null);
        _writer.Export("memory", ExternKind.Memory, 0);
        int start = _writer.Function(_writer.Type([], []), WriteStart, (1, ValType.I64));
        _writer.Export("_start", ExternKind.Function, start);
        return _writer.ToArray();
    }

    private void WriteStart(CodeWriter code)
    {
        for (int i = _scope.ImportedFunctions; i < _scope.Functions.Count; i++)
        {
            (ValType[] parameters, ValType[] results, _) = _scope.Functions[i];
            int times = _random.Next(2, 5);
            for (int time = 0; time < times; time++)
            {
                foreach (ValType parameter in parameters)
                {
                    Constants.Write(code, parameter, _random);
                }

                code.Call(i);
                foreach (ValType result in results.Reverse())
                {
                    WriteAsI64(code, result);
                    WriteMix(code);
                }
            }
        }

        for (int address = 0; address < HashedBytes; address += HashedStep)
        {
            code.I32(address).Op(Opcode.I64Load, 0, 0);
            WriteMix(code);
        }

        code.Get(Hash).Get(Hash).I64(32).Op(Opcode.I64ShrU).Op(Opcode.I64Xor).Op(Opcode.I32WrapI64);
        code.I32(int.MaxValue).Op(Opcode.I32And).Call(ProcExit);
    }

    // The number on the stack becomes part of the hash.
    private static void WriteMix(CodeWriter code) =>
        code.Get(Hash).I64(Factor).Op(Opcode.I64Mul).Op(Opcode.I64Xor).Set(Hash);

    private static void WriteAsI64(CodeWriter code, ValType type)
    {
        switch (type)
        {
            case ValType.I32: code.Op(Opcode.I64ExtendI32U); break;
            case ValType.F32: code.Op(Opcode.I32ReinterpretF32).Op(Opcode.I64ExtendI32U); break;
            case ValType.F64: code.Op(Opcode.I64ReinterpretF64); break;
            case ValType.V128: code.Op(Opcode.I64x2ExtractLane, 1); break;
            case ValType.FuncRef or ValType.ExternRef: code.Op(Opcode.RefIsNull).Op(Opcode.I64ExtendI32U); break;
        }
    }
}
