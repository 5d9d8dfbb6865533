using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.ScriptHost;
using Boternity.Skills.Wasm.Wasi.Preview1;

namespace Boternity.Skills.Wasm.Managed;

/// <summary>
/// Binds what the host offers to the linkers of the managed engine. The run's state must be a
/// <see cref="ManagedGuest"/>.
/// </summary>
internal static class HostBinding
{
    /// <summary>Defines functions and resources for components.</summary>
    public static void Bind(ComponentLinker linker, HostDefinitions definitions)
    {
        foreach (HostResource resource in definitions.Resources)
        {
            linker.DefineResource(
                resource.Interface,
                resource.Name,
                new RuntimeResource(resource.Name, static (_, host) => HostResource.Drop(host)));
        }

        foreach (HostFunction function in definitions.Functions)
        {
            HostFunctionCallback callback = function.Callback;
            linker.DefineFunction(
                function.Interface,
                function.Name,
                (context, arguments) => callback(context.GetState<ManagedGuest>(), arguments),
                function.Shape);
        }
    }

    /// <summary>Defines <c>boternity:script/host</c> for core modules.</summary>
    public static void BindScriptHost(Linker linker)
    {
        linker.DefineFunction(
            ScriptHostFunctions.Module,
            ScriptHostFunctions.CallName,
            new FuncType([ValType.I32, ValType.I32, ValType.I32], [ValType.I32]),
            static (caller, a, results) =>
            {
                ManagedGuest guest = GuestOf(caller);
                results[0] = (uint)ScriptHostFunctions.Call(
                    guest, guest.MemoryOf(caller), (int)a[0], (uint)a[1], (uint)a[2]);
            });
        linker.DefineFunction(
            ScriptHostFunctions.Module,
            ScriptHostFunctions.TakeName,
            new FuncType([ValType.I32, ValType.I32], [ValType.I32]),
            static (caller, a, results) =>
            {
                ManagedGuest guest = GuestOf(caller);
                results[0] = (uint)ScriptHostFunctions.Take(guest, guest.MemoryOf(caller), (uint)a[0], (uint)a[1]);
            });
    }

    /// <summary>Defines preview 1 for core modules.</summary>
    public static void Bind(Linker linker, IReadOnlyList<Preview1Function> functions)
    {
        foreach (Preview1Function function in functions)
        {
            ValType[] parameters = [.. function.Parameters.Select(letter => letter == 'I' ? ValType.I64 : ValType.I32)];
            var type = new FuncType(parameters, function.HasResult ? [ValType.I32] : []);
            linker.DefineFunction(Preview1Functions.Module, function.Name, type, (caller, arguments, results) =>
            {
                ManagedGuest guest = GuestOf(caller);
                Errno errno = Preview1Functions.Call(function, guest, guest.MemoryOf(caller), arguments);
                if (function.HasResult)
                {
                    results[0] = (ulong)errno;
                }
            });
        }
    }

    private static ManagedGuest GuestOf(in Caller caller) => (ManagedGuest)(caller.Store.Options.State
        ?? throw new InvalidOperationException("The store's state is not a guest."));
}
