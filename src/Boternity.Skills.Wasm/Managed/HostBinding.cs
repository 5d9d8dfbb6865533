using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
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

    /// <summary>Defines preview 1 for core modules.</summary>
    public static void Bind(Linker linker, IReadOnlyList<Preview1Function> functions)
    {
        foreach (Preview1Function function in functions)
        {
            ValType[] parameters = [.. function.Parameters.Select(letter => letter == 'I' ? ValType.I64 : ValType.I32)];
            var type = new FuncType(parameters, function.HasResult ? [ValType.I32] : []);
            linker.DefineFunction(Preview1Functions.Module, function.Name, type, (caller, arguments, results) =>
            {
                var guest = (ManagedGuest)(caller.Store.Options.State
                    ?? throw new InvalidOperationException("The store's state is not a guest."));
                Errno errno = Preview1Functions.Call(function, guest, guest.MemoryOf(caller), arguments);
                if (function.HasResult)
                {
                    results[0] = (ulong)errno;
                }
            });
        }
    }
}
