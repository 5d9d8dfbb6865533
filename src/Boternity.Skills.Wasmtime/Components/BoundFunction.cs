using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Components;

/// <summary>A function of the host, as one component imports it.</summary>
/// <param name="function">The function.</param>
/// <param name="parameters">The shapes of its parameters.</param>
/// <param name="result">The shape of its result; null for none.</param>
internal sealed unsafe class BoundFunction(HostFunction function, ValueShape[] parameters, ValueShape? result)
{
    // As much as a call costs in the managed engine.
    private const int CallFuel = 100;

    /// <summary>What Wasmtime calls; the data is a handle of the function.</summary>
    public static delegate* unmanaged<nint, nint, nint, ComponentVal*, nuint, ComponentVal*, nuint, nint> Callback =>
        &OnCall;

    /// <summary>What Wasmtime calls when a guest drops a resource of the host.</summary>
    public static delegate* unmanaged<nint, nint, uint, nint> Destructor => &OnDrop;

    private void Call(WasmtimeGuest guest, nint context, ComponentVal* arguments, ComponentVal* results)
    {
        guest.ConsumeFuel(CallFuel);
        guest.CheckInterrupt();
        var values = new ComponentValue[parameters.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ValueReader.Read(parameters[i], arguments + i, guest, context);
        }

        ComponentValue answer = function.Callback(guest, values);
        if (result is not null)
        {
            ValueWriter.Write(result, answer, results, guest, context);
        }
    }

    // Nothing may be thrown into native frames: whatever it is, it goes on where the guest was called.
    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again when Wasmtime has unwound the guest.")]
    [UnmanagedCallersOnly]
    private static nint OnCall(
        nint data,
        nint context,
        nint type,
        ComponentVal* arguments,
        nuint argumentCount,
        ComponentVal* results,
        nuint resultCount)
    {
        WasmtimeGuest guest = WasmtimeGuest.Current;
        var function = (BoundFunction)GCHandle.FromIntPtr(data).Target!;
        try
        {
            guest.BeginCall(context);
            try
            {
                function.Call(guest, context, arguments, results);
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
            return NativeError.Create("a function of the host ended the guest\0"u8);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again when Wasmtime has unwound the guest.")]
    [UnmanagedCallersOnly]
    private static nint OnDrop(nint data, nint context, uint number)
    {
        WasmtimeGuest guest = WasmtimeGuest.Current;
        try
        {
            HostResource.Drop(guest.Resources.Take(number));
            return 0;
        }
        catch (Exception exception)
        {
            guest.Fail(exception);
            return NativeError.Create("a resource of the host ended the guest\0"u8);
        }
    }
}
