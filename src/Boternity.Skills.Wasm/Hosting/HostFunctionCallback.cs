using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>A function of the host that guests call.</summary>
/// <param name="guest">The run that calls.</param>
/// <param name="arguments">
/// The arguments. They are gone when the function returns; values taken out of them stay.
/// </param>
/// <returns>The result; <c>default</c> where the function has none.</returns>
internal delegate ComponentValue HostFunctionCallback(Guest guest, ReadOnlySpan<ComponentValue> arguments);
