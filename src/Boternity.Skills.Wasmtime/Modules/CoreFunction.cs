using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.ScriptHost;
using Boternity.Skills.Wasm.Wasi.Preview1;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Modules;

/// <summary>A function of the host that core modules import.</summary>
internal abstract unsafe class CoreFunction
{
    private const int MaxParameters = 16;

    /// <summary>What Wasmtime calls; the data is a handle of the function.</summary>
    public static delegate* unmanaged<nint, nint, RawVal*, nuint, nint> Callback => &OnCall;

    /// <summary>The module that it is imported from.</summary>
    public abstract string Module { get; }

    public abstract string Name { get; }

    /// <summary>A letter for each parameter: <c>i</c> for an i32, <c>I</c> for an i64.</summary>
    public abstract string Parameters { get; }

    /// <summary>Whether it gives an i32.</summary>
    public abstract bool HasResult { get; }

    /// <summary>All of them.</summary>
    public static IEnumerable<CoreFunction> All =>
    [
        .. Preview1Functions.All.Select(function => new Preview1CoreFunction(function)),
        new ScriptHostCoreFunction(isCall: true),
        new ScriptHostCoreFunction(isCall: false),
    ];

    /// <summary>Does what it does.</summary>
    /// <param name="guest">The run that calls.</param>
    /// <param name="memory">The memory that the program exports as <c>memory</c>; null where it exports none.</param>
    /// <param name="arguments">The arguments, each in 64 bits.</param>
    protected abstract int Call(Guest guest, GuestMemory? memory, ReadOnlySpan<ulong> arguments);

    // Nothing may be thrown into native frames: whatever it is, it goes on where the guest was called.
    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again when Wasmtime has unwound the guest.")]
    [UnmanagedCallersOnly]
    private static nint OnCall(nint data, nint caller, RawVal* values, nuint count)
    {
        WasmtimeGuest guest = WasmtimeGuest.Current;
        var function = (CoreFunction)GCHandle.FromIntPtr(data).Target!;
        try
        {
            guest.BeginCall(guest.Context);
            try
            {
                Span<ulong> arguments = stackalloc ulong[MaxParameters];
                int parameters = function.Parameters.Length;
                for (int i = 0; i < parameters; i++)
                {
                    arguments[i] = function.Parameters[i] == 'I' ? values[i].I64 : (uint)values[i].I32;
                }

                int result = function.Call(guest, guest.ExportedMemory, arguments[..parameters]);
                if (function.HasResult)
                {
                    values->I64 = (uint)result;
                }
            }
            finally
            {
                guest.EndCall();
            }

            return 0;
        }
        catch (Exception exception)
        {
            guest.Fail(exception);
            return NewTrap();
        }
    }

    private static nint NewTrap()
    {
        ReadOnlySpan<byte> text = "a function of the host ended the guest"u8;
        fixed (byte* bytes = text)
        {
            return EngineMethods.TrapNew(bytes, (nuint)text.Length);
        }
    }

    private sealed class Preview1CoreFunction(Preview1Function function) : CoreFunction
    {
        public override string Module => Preview1Functions.Module;

        public override string Name => function.Name;

        public override string Parameters => function.Parameters;

        public override bool HasResult => function.HasResult;

        protected override int Call(Guest guest, GuestMemory? memory, ReadOnlySpan<ulong> arguments) =>
            (int)Preview1Functions.Call(function, guest, memory, arguments);
    }

    private sealed class ScriptHostCoreFunction(bool isCall) : CoreFunction
    {
        public override string Module => ScriptHostFunctions.Module;

        public override string Name => isCall ? ScriptHostFunctions.CallName : ScriptHostFunctions.TakeName;

        public override string Parameters => isCall ? "iii" : "ii";

        public override bool HasResult => true;

        protected override int Call(Guest guest, GuestMemory? memory, ReadOnlySpan<ulong> arguments) => isCall
            ? ScriptHostFunctions.Call(guest, memory, (int)arguments[0], (uint)arguments[1], (uint)arguments[2])
            : ScriptHostFunctions.Take(guest, memory, (uint)arguments[0], (uint)arguments[1]);
    }
}
