using System.Text;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>
/// <c>wasi_snapshot_preview1</c>, for core modules, over the same state as 0.2 (<see cref="StoreOptions.State"/> is an <see cref="IWasiState"/>).
/// Each function gives an <see cref="Errno"/>, save <c>proc_exit</c>, which gives nothing.
/// </summary>
internal static partial class Preview1
{
    public const string Module = "wasi_snapshot_preview1";

    private const int CallFuel = 100;

    private delegate Errno Operation(Preview1Call call);

    public static Linker Define(Linker linker)
    {
        DefineProgram(linker);
        DefineClocks(linker);
        DefineDescriptors(linker);
        DefineFiles(linker);
        DefinePaths(linker);
        Define(linker, "poll_oneoff", "iiii", Poll);
        foreach ((string name, string parameters) in new[] { ("sock_accept", "iii"), ("sock_recv", "iiiiii"), ("sock_send", "iiiii"), ("sock_shutdown", "ii") })
        {
            // There never is a socket: whatever is open is something else.
            Define(linker, name, parameters, static call =>
            {
                call.GetFile(0);
                return Errno.NotSocket;
            });
        }

        return linker;
    }

    private static void DefineProgram(Linker linker)
    {
        Define(linker, "args_sizes_get", "ii", static call => WriteSizes(call, call.Wasi.Arguments));
        Define(linker, "args_get", "ii", static call => WriteStrings(call, call.Wasi.Arguments));
        Define(linker, "environ_sizes_get", "ii", static call => WriteSizes(call, Variables(call)));
        Define(linker, "environ_get", "ii", static call => WriteStrings(call, Variables(call)));
        Define(linker, "random_get", "ii", static call =>
        {
            Span<byte> bytes = call.GetSpan(call.U32(0), call.U32(1));
            call.Store.ConsumeFuel(bytes.Length);
            call.Wasi.Random.Fill(bytes);
            return Errno.Success;
        });
        Define(linker, "sched_yield", "", static _ => Errno.Success);
        Define(linker, "proc_raise", "i", static _ => Errno.NotSupported);
        linker.DefineFunction(Module, "proc_exit", new FuncType([ValType.I32], []), static (_, arguments, _) => throw new WasiExitException((int)arguments[0]));
    }

    /// <param name="linker">Where.</param>
    /// <param name="name">The function.</param>
    /// <param name="parameters">A letter for each: <c>i</c> for an i32, <c>I</c> for an i64.</param>
    /// <param name="operation">What it does.</param>
    private static void Define(Linker linker, string name, string parameters, Operation operation)
    {
        ValType[] types = [.. parameters.Select(letter => letter == 'I' ? ValType.I64 : ValType.I32)];
        linker.DefineFunction(Module, name, new FuncType(types, [ValType.I32]), (caller, arguments, results) =>
        {
            Store store = caller.Store;
            store.ConsumeFuel(CallFuel);
            store.CheckInterrupt();
            if (store.Options.State is not IWasiState state) throw new InvalidOperationException("The store's state has no WASI.");
            Memory memory = caller.FindMemory() ?? throw new WasmTrapException(TrapCode.Host, $"{name}: the program exports no memory");
            try
            {
                results[0] = (ulong)operation(new Preview1Call(state.Wasi, store, memory, arguments));
            }
            catch (WasiFileException exception)
            {
                results[0] = (ulong)Errnos.From(exception.Code);
            }
        });
    }

    private static IReadOnlyList<string> Variables(Preview1Call call) => [.. call.Wasi.Environment.Select(variable => $"{variable.Key}={variable.Value}")];

    private static Errno WriteSizes(Preview1Call call, IReadOnlyList<string> strings)
    {
        call.Write(call.U32(0), (uint)strings.Count);
        call.Write(call.U32(1), (uint)strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1));
        return Errno.Success;
    }

    private static Errno WriteStrings(Preview1Call call, IReadOnlyList<string> strings)
    {
        uint pointers = call.U32(0), at = call.U32(1);
        foreach (string text in strings)
        {
            byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
            call.Charge(bytes.Length);
            call.Write(pointers, at);
            bytes.CopyTo(call.GetSpan(at, (uint)bytes.Length));
            pointers += 4;
            at += (uint)bytes.Length;
        }

        return Errno.Success;
    }
}
