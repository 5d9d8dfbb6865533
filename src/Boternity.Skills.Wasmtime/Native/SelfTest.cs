using System.Text;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasmtime.Memory;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>
/// Holds the structures of this assembly to those of the library. First it asks for the version, with functions and
/// structures that were the same in all versions: what another one makes of the rest can be anything, also the end of
/// the process. Then a module is compiled, given a memory and called, and values of every kind are copied and read
/// again. It runs once in a process, before any program.
/// </summary>
internal static unsafe class SelfTest
{
    private const int StackBytes = 128 * 1024;
    private const long Large = 0x1122334455667788;

    private static ReadOnlySpan<byte> Source => """
        (module
          (memory (export "memory") 1 4)
          (global (export "global") (mut i64) (i64.const 5))
          (func (export "run") (param i32 i64) (result i32)
            (i32.store (i32.const 65532) (local.get 0))
            (if (i64.ne (local.get 1) (i64.const 0x1122334455667788)) (then unreachable))
            (memory.grow (i32.const 1)))
          (func (export "trap") unreachable))
        """u8;

    /// <summary>What is wrong with the library; null for nothing.</summary>
    public static string? FindProblem() => FindVersionProblem() ?? FindModuleProblem() ?? FindValueProblem();

    private static string? FindValueProblem()
    {
        ComponentVal value = default;
        ComponentMethods.TupleNew(&value.List, 5);
        value.Kind = ValKind.Tuple;
        ComponentVal* parts = value.List.Data;
        WriteText(&parts[0].Name, "text"u8);
        parts[0].Kind = ValKind.String;
        ComponentMethods.RecordNew(&parts[1].Record, 2);
        parts[1].Kind = ValKind.Record;
        WriteText(&parts[1].Record.Data[1].Name, "field"u8);
        parts[1].Record.Data[1].Value = new ComponentVal { Kind = ValKind.U64, U64 = Large };
        var payload = new ComponentVal { Kind = ValKind.S16, S16 = -5 };
        parts[2].VariantPayload = ComponentMethods.ValNew(&payload);
        WriteText(&parts[2].Name, "case"u8);
        parts[2].Kind = ValKind.Variant;
        payload = new ComponentVal { Kind = ValKind.Char, U32 = 'x' };
        parts[3].ResultPayload = ComponentMethods.ValNew(&payload);
        parts[3].Bool = 0;
        parts[3].Kind = ValKind.Result;
        ComponentMethods.FlagsNew(&parts[4].Flags, 1);
        parts[4].Kind = ValKind.Flags;
        WriteText(&parts[4].Flags.Data[0], "flag"u8);

        ComponentVal copy;
        ComponentMethods.ValClone(&value, &copy);
        ComponentMethods.ValDelete(&value);
        bool isSame = copy.Kind == ValKind.Tuple && copy.List.Size == 5 && IsSame(copy.List.Data);
        ComponentMethods.ValDelete(&copy);
        return isSame ? null : "values of components have another layout";
    }

    private static bool IsSame(ComponentVal* parts) =>
        parts[0].Kind == ValKind.String && parts[0].Name.Span.SequenceEqual("text"u8)
        && parts[1].Kind == ValKind.Record && parts[1].Record.Size == 2
        && parts[1].Record.Data[1].Name.Span.SequenceEqual("field"u8)
        && parts[1].Record.Data[1].Value is { Kind: ValKind.U64, U64: Large }
        && parts[2].Kind == ValKind.Variant && parts[2].Name.Span.SequenceEqual("case"u8)
        && parts[2].VariantPayload->Kind == ValKind.S16 && parts[2].VariantPayload->S16 == -5
        && parts[3].Kind == ValKind.Result && parts[3].Bool == 0 && parts[3].ResultPayload->U32 == 'x'
        && parts[4].Kind == ValKind.Flags && parts[4].Flags.Size == 1
        && parts[4].Flags.Data[0].Span.SequenceEqual("flag"u8);

    private static void WriteText(ByteVec* vec, ReadOnlySpan<byte> text)
    {
        fixed (byte* bytes = text)
        {
            EngineMethods.ByteVecNew(vec, (nuint)text.Length, bytes);
        }
    }

    private static string? FindModuleProblem()
    {
        using var engine = EngineHandle.Create(StackBytes, maxPooledMemories: 0, maxPooledBytes: 0);
        ByteVec wasm;
        fixed (byte* text = Source)
        {
            NativeError.ThrowIfAny(EngineMethods.WatToWasm(text, (nuint)Source.Length, &wasm));
        }

        nint module = 0;
        nint error = ModuleMethods.New(engine.Pointer, wasm.Data, wasm.Size, &module);
        EngineMethods.ByteVecDelete(&wasm);
        NativeError.ThrowIfAny(error);
        nint store = EngineMethods.StoreNew(engine.Pointer, 0, 0);
        IMemoryOwner? before = MemoryCreator.Owner;
        try
        {
            return FindCallProblem(engine, module, EngineMethods.StoreContext(store));
        }
        finally
        {
            EngineMethods.StoreDelete(store);
            ModuleMethods.Delete(module);
            MemoryCreator.Owner = before;
        }
    }

    // An artefact names the major version that made it, behind a zero and its length.
    private static string? FindVersionProblem()
    {
        nint engine = EngineMethods.EngineNew(EngineMethods.ConfigNew());
        try
        {
            nint module = 0;
            fixed (byte* empty = "\0asm\u0001\0\0\0"u8)
            {
                NativeError.ThrowIfAny(ModuleMethods.New(engine, empty, 8, &module));
            }

            return FindVersionProblem(module);
        }
        finally
        {
            EngineMethods.EngineDelete(engine);
        }
    }

    private static string? FindVersionProblem(nint module)
    {
        try
        {
            ByteVec artifact;
            NativeError.ThrowIfAny(ModuleMethods.Serialize(module, &artifact));
            byte[] version = Encoding.ASCII.GetBytes(WasmtimeLibrary.Version.Split('.')[0]);
            ReadOnlySpan<byte> text = [0, (byte)version.Length, .. version];
            bool isThere = artifact.Span.IndexOf(text) >= 0;
            EngineMethods.ByteVecDelete(&artifact);
            return isThere ? null : "it has another version";
        }
        finally
        {
            ModuleMethods.Delete(module);
        }
    }

    private static string? FindCallProblem(EngineHandle engine, nint module, nint context)
    {
        var owner = new TestOwner();
        MemoryCreator.Owner = owner;
        EngineMethods.ContextSetEpochDeadline(context, 1_000_000);
        NativeError.ThrowIfAny(EngineMethods.ContextSetFuel(context, 1_000));
        nint linker = ModuleMethods.LinkerNew(engine.Pointer);
        nint prepared = 0;
        nint* trap = stackalloc nint[1];
        try
        {
            NativeError.ThrowIfAny(ModuleMethods.LinkerInstantiatePre(linker, module, &prepared));
            StoreItem instance;
            nint error = ModuleMethods.PreparedInstantiate(prepared, context, &instance, trap);
            if (owner.Failure is { } failure)
            {
                throw failure;
            }

            NativeError.ThrowIfAny(error);
            RawVal* values = stackalloc RawVal[2];
            values[0].I32 = 77;
            values[1].I64 = Large;
            NativeError.ThrowIfAny(Call(context, &instance, "run"u8, values, trap));
            ulong fuel;
            NativeError.ThrowIfAny(EngineMethods.ContextGetFuel(context, &fuel));
            if (*trap != 0 || values[0].I32 != 1 || fuel is 0 or >= 1_000
                || owner.Created is not { Length: 131_072 } memory || memory.Start[65_532] != 77)
            {
                return "calls, fuel or memories are other ones";
            }

            var globals = new CoreGlobals(context, &instance);
            globals.Write("global"u8, new GlobalVal { Kind = GlobalVal.I64, Bits = Large });
            if (globals.Read("global"u8) is not { Kind: GlobalVal.I64, Bits: Large })
            {
                return "globals are other ones";
            }

            NativeError.ThrowIfAny(Call(context, &instance, "trap"u8, values, trap));
            return *trap != 0 && TrapTexts.Read(NativeError.TakeTrap(*trap).Message).Code == Wasm.TrapCode.Unreachable
                ? null
                : "traps have other texts";
        }
        finally
        {
            ModuleMethods.PreparedDelete(prepared);
            ModuleMethods.LinkerDelete(linker);
        }
    }

    private static nint Call(nint context, StoreItem* instance, ReadOnlySpan<byte> name, RawVal* values, nint* trap)
    {
        ExternItem item = default;
        fixed (byte* bytes = name)
        {
            return ModuleMethods.InstanceExport(context, instance, bytes, (nuint)name.Length, &item) != 0
                ? ModuleMethods.FuncCall(context, &item.Func, values, 2, trap)
                : NativeError.Create("an export is not there\0"u8);
        }
    }

    private sealed class TestOwner : IMemoryOwner
    {
        public MemoryBudget Budget { get; } = new(1 << 20);

        public GuestMemoryImage? Image => null;

        public bool WasRefusedMemory { get; set; }

        public LinearMemory? Created { get; private set; }

        public void Add(LinearMemory memory) => Created = memory;

        /// <summary>Why the system gave no memory.</summary>
        public WasmtimeFailureException? Failure { get; private set; }

        public void Fail(Exception exception) => Failure = exception as WasmtimeFailureException;
    }
}
