using System.Reflection;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>The methods that emitted code calls, by the names that they have here.</summary>
internal static class Operations
{
    public static readonly MethodInfo CallOut = Of(typeof(Bridge), nameof(Bridge.CallOut));
    public static readonly MethodInfo Interpret = Of(typeof(Bridge), nameof(Bridge.Interpret));
    public static readonly MethodInfo Resume = Of(typeof(Bridge), nameof(Bridge.Resume));
    public static readonly MethodInfo TryDeepen = Of(typeof(Bridge), nameof(Bridge.TryDeepen));
    public static readonly MethodInfo TakeFuel = Of(typeof(Bridge), nameof(Bridge.TakeFuel));
    public static readonly MethodInfo ResolveIndirect = Of(typeof(Bridge), nameof(Bridge.ResolveIndirect));
    public static readonly MethodInfo Execute = Of(typeof(Bridge), nameof(Bridge.Execute));
    public static readonly MethodInfo HasRoom = Of(typeof(Checked), nameof(Checked.HasRoom));
    public static readonly MethodInfo HasFrame = Of(typeof(Checked), nameof(Checked.HasFrame));
    public static readonly MethodInfo MemoryBase = Of(typeof(Checked), nameof(Checked.MemoryBase));
    public static readonly MethodInfo MemoryLength = Of(typeof(Checked), nameof(Checked.MemoryLength));
    public static readonly MethodInfo Global = Of(typeof(Checked), nameof(Checked.Global));
    public static readonly MethodInfo Zero = Of(typeof(Checked), nameof(Checked.Zero));
    public static readonly MethodInfo Unreachable = Of(typeof(Traps), nameof(Traps.Unreachable));

    public static readonly MethodInfo NotANumber = Of(typeof(Checked), nameof(Checked.NotANumber));

    private static readonly MethodInfo LoadMemory = Of(typeof(Checked), "Load");
    private static readonly MethodInfo StoreMemory = Of(typeof(Checked), "Store");
    private static readonly MethodInfo LoadFarMemory = Of(typeof(Checked), "LoadFar");
    private static readonly MethodInfo StoreFarMemory = Of(typeof(Checked), "StoreFar");
    private static readonly MethodInfo SelectEither = Of(typeof(Checked), "Select");

    public static MethodInfo Load(Type type, bool isFar) => (isFar ? LoadFarMemory : LoadMemory).MakeGenericMethod(type);

    public static MethodInfo Store(Type type, bool isFar) => (isFar ? StoreFarMemory : StoreMemory).MakeGenericMethod(type);

    public static MethodInfo Select(Type type) => SelectEither.MakeGenericMethod(type);

    /// <summary>The method of this name.</summary>
    /// <exception cref="MissingMethodException">The type has none.</exception>
    public static MethodInfo Of(Type type, string name) => type.GetMethod(name) ?? throw new MissingMethodException(type.FullName, name);
}
