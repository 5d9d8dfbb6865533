using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Hosting;

/// <summary>A function of the host. It belongs to no store.</summary>
/// <param name="callback">What it does.</param>
internal sealed class HostComponentFunction(HostComponentCallback callback) : ComponentFunction
{
    public override ComponentValue Call(
        ComponentContext context,
        ComponentInstanceState? caller,
        StringEncoding? strings,
        ReadOnlySpan<ComponentValue> arguments)
    {
        context.BeginHostCall();
        context.HandOver();
        return callback(context, arguments);
    }
}
