using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>
/// Defines methods of <c>wasi:filesystem/types.descriptor</c>, which all fail with an <c>error-code</c>.
/// </summary>
internal static class WasiDescriptorMethods
{
    public const string Interface = "wasi:filesystem/types@0.2.0";

    public delegate ComponentValue Operation(
        Guest guest, WasiDescriptor descriptor, ReadOnlySpan<ComponentValue> arguments);

    /// <param name="definitions">Where.</param>
    /// <param name="name">The method.</param>
    /// <param name="shape">Its shape, between the descriptor and the error, which all have in common.</param>
    /// <param name="operation">What it does.</param>
    public static void Define(HostDefinitions definitions, string name, string shape, Operation operation) =>
        definitions.Function(
            Interface,
            $"[method]descriptor.{name}",
            (guest, arguments) =>
            {
                try
                {
                    return operation(guest, arguments[0].AsResource<WasiDescriptor>(), arguments);
                }
                catch (GuestFileException e)
                {
                    return ComponentValue.Error(ComponentValue.FromEnum((int)WasiErrorCodes.From(e.Error)));
                }
            },
            $"(borrow<descriptor>{shape}, enum(37)>");
}
