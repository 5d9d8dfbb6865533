using System.Text;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Components;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime;

/// <summary>A component: of the world <c>skill-plugin</c>, or a command of WASI.</summary>
internal sealed class WasmtimeComponentProgram(
    EngineHandle engine, EpochTicker epochs, ProgramShape shape, PreparedComponent component, ProgramHold hold)
    : WasmtimeProgram(engine, epochs, shape, hold)
{
    private readonly ProgramShape _shape = shape;

    protected override GuestStore Open(WasmRunRequest request, WasmtimeGuest guest) =>
        new(Engine, guest, request.Limits, component.Charges);

    protected override WasmRunResult Call(WasmRunRequest request, GuestStore store)
    {
        StoreItem function = component.Instantiate(store);
        return _shape == ProgramShape.SkillPlugin ? Execute(request, store, function) : RunCommand(store, function);
    }

    protected override void Free() => component.Dispose();

    private static unsafe WasmRunResult Execute(WasmRunRequest request, GuestStore store, StoreItem function)
    {
        ComponentVal argument = default;
        ComponentVal result = default;
        try
        {
            // What is no UTF-8 becomes U+FFFD: Wasmtime ends the process for a string that is none.
            byte[] input = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.System.StandardInput.Span));
            fixed (byte* bytes = input)
            {
                EngineMethods.ByteVecNew(&argument.Name, (nuint)input.Length, bytes);
            }

            argument.Kind = ValKind.String;
            store.ThrowIfFailed(ComponentMethods.FuncCall(&function, store.Context, &argument, 1, &result, 1));
            ReadOnlySpan<byte> text = result.ResultPayload->Name.Span;

            // A skill's error is output too.
            return text.Length <= request.Limits.MaxOutputBytes
                ? Exited(result.Bool != 0 ? 0 : 1) with { Answer = Encoding.UTF8.GetString(text) }
                : throw WasmtimeErrors.OutputTooLarge(request.Context.SkillName, request.Limits.MaxOutputBytes);
        }
        finally
        {
            ComponentMethods.ValDelete(&argument);
            ComponentMethods.ValDelete(&result);
        }
    }

    private static unsafe WasmRunResult RunCommand(GuestStore store, StoreItem function)
    {
        ComponentVal result = default;
        try
        {
            store.ThrowIfFailed(ComponentMethods.FuncCall(&function, store.Context, null, 0, &result, 1));
            return Exited(result.Bool != 0 ? 0 : 1);
        }
        finally
        {
            ComponentMethods.ValDelete(&result);
        }
    }
}
