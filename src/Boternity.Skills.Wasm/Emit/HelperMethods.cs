using System.Reflection;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>The methods that emitted code calls, by the names that they have here.</summary>
internal static class HelperMethods
{
    public static readonly MethodInfo CallOut = Of(typeof(TierTransitions), nameof(TierTransitions.CallOut));
    public static readonly MethodInfo Interpret = Of(typeof(TierTransitions), nameof(TierTransitions.Interpret));
    public static readonly MethodInfo Resume = Of(typeof(TierTransitions), nameof(TierTransitions.Resume));
    public static readonly MethodInfo TryDeepen = Of(typeof(TierTransitions), nameof(TierTransitions.TryDeepen));
    public static readonly MethodInfo TakeFuel = Of(typeof(TierTransitions), nameof(TierTransitions.TakeFuel));
    public static readonly MethodInfo ResolveIndirect =
        Of(typeof(TierTransitions), nameof(TierTransitions.ResolveIndirect));
    public static readonly MethodInfo Execute = Of(typeof(TierTransitions), nameof(TierTransitions.Execute));
    public static readonly MethodInfo HasRoom = Of(typeof(CompiledHelpers), nameof(CompiledHelpers.HasRoom));
    public static readonly MethodInfo HasFrame = Of(typeof(CompiledHelpers), nameof(CompiledHelpers.HasFrame));
    public static readonly MethodInfo MemoryBase = Of(typeof(CompiledHelpers), nameof(CompiledHelpers.MemoryBase));
    public static readonly MethodInfo MemoryLength = Of(typeof(CompiledHelpers), nameof(CompiledHelpers.MemoryLength));
    public static readonly MethodInfo Global = Of(typeof(CompiledHelpers), nameof(CompiledHelpers.Global));
    public static readonly MethodInfo Zero = Of(typeof(CompiledHelpers), nameof(CompiledHelpers.Zero));
    public static readonly MethodInfo Unreachable = Of(typeof(Traps), nameof(Traps.Unreachable));

    public static readonly MethodInfo NotANumber = Of(typeof(CompiledHelpers), nameof(CompiledHelpers.NotANumber));

    private static readonly MethodInfo LoadMemory = Of(typeof(CompiledHelpers), "Load");
    private static readonly MethodInfo StoreMemory = Of(typeof(CompiledHelpers), "Store");
    private static readonly MethodInfo LoadFarMemory = Of(typeof(CompiledHelpers), "LoadFar");
    private static readonly MethodInfo StoreFarMemory = Of(typeof(CompiledHelpers), "StoreFar");
    private static readonly MethodInfo SelectEither = Of(typeof(CompiledHelpers), "Select");

    public static MethodInfo Load(Type type, bool isFar) =>
        (isFar ? LoadFarMemory : LoadMemory).MakeGenericMethod(type);

    public static MethodInfo Store(Type type, bool isFar) =>
        (isFar ? StoreFarMemory : StoreMemory).MakeGenericMethod(type);

    public static MethodInfo Select(Type type) => SelectEither.MakeGenericMethod(type);

    /// <summary>The method of this name.</summary>
    /// <exception cref="MissingMethodException">The type has none.</exception>
    public static MethodInfo Of(Type type, string name) =>
        type.GetMethod(name) ?? throw new MissingMethodException(type.FullName, name);
}
