using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Hosting;

/// <summary>A function of the host. It belongs to no store.</summary>
/// <param name="callback">What it does.</param>
/// <param name="shape">Its type without labels, as <see cref="ComponentFuncType.ToString"/> writes it; null when any will do.</param>
internal sealed class HostComponentFunction(HostComponentCallback callback, string? shape) : ComponentFunction
{
    public string? Shape { get; } = shape;

    public override ComponentValue Call(ComponentContext context, ComponentInstanceState? caller, ReadOnlySpan<ComponentValue> arguments)     {
        context.BeginHostCall();
        return callback(context, arguments);
    }
}
