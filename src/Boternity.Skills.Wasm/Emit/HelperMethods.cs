using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// The methods that emitted code calls. They are found by delegates, or by names in types whose methods are all kept,
/// so that a trimmed application has them.
/// </summary>
internal static class HelperMethods
{
    public static readonly MethodInfo CallOut = Of(TierTransitions.CallOut);
    public static readonly MethodInfo Interpret = Of(TierTransitions.Interpret);
    public static readonly MethodInfo Resume = Of(TierTransitions.Resume);
    public static readonly MethodInfo HandOver = Of(TierTransitions.HandOver);
    public static readonly MethodInfo ResolveTailCall = Of(TierTransitions.ResolveTailCall);
    public static readonly MethodInfo PrepareTailCall = Of(CompiledHelpers.PrepareTailCall);
    public static readonly MethodInfo HasSlots = Of(CompiledHelpers.HasSlots);
    public static readonly MethodInfo NotePassage = Of(Interpretation.CompiledTransitions.NotePassage);
    public static readonly MethodInfo ContinueCall = Of(TierTransitions.ContinueCall);
    public static readonly MethodInfo TryDeepen = Of(TierTransitions.TryDeepen);
    public static readonly MethodInfo TakeFuel = Of(TierTransitions.TakeFuel);
    public static readonly MethodInfo ResolveIndirect = Of(TierTransitions.ResolveIndirect);
    public static readonly MethodInfo Execute = Of(TierTransitions.Execute);

    public static readonly FieldInfo RegionNext = typeof(RegionExit).GetField(nameof(RegionExit.Next))!;
    public static readonly FieldInfo RegionFuel = typeof(RegionExit).GetField(nameof(RegionExit.Fuel))!;
    public static readonly MethodInfo Leave = Of(CompiledHelpers.Leave);
    public static readonly MethodInfo Lesser = Of<Func<uint, uint, uint>>(Math.Min);
    public static readonly MethodInfo HasRoom = Of(CompiledHelpers.HasRoom);
    public static readonly MethodInfo HasFrame = Of(CompiledHelpers.HasFrame);
    public static readonly MethodInfo MemoryBase = Of(CompiledHelpers.MemoryBase);
    public static readonly MethodInfo MemoryLength = Of(CompiledHelpers.MemoryLength);
    public static readonly MethodInfo TryCopy = Of(CompiledHelpers.TryCopy);
    public static readonly MethodInfo TryFill = Of(CompiledHelpers.TryFill);
    public static readonly MethodInfo Global = Of(CompiledHelpers.Global);
    public static readonly MethodInfo Never = Of(CompiledHelpers.Never);
    public static readonly MethodInfo Zero = Of(CompiledHelpers.Zero);
    public static readonly MethodInfo NotANumber = Of(CompiledHelpers.NotANumber);
    public static readonly MethodInfo Unreachable = Of(Traps.Unreachable);
    public static readonly MethodInfo MemoryOutOfBounds = Of(Traps.MemoryOutOfBounds);

    public static readonly MethodInfo LeadingZeroCount32 = Of<Func<uint, int>>(BitOperations.LeadingZeroCount);
    public static readonly MethodInfo LeadingZeroCount64 = Of<Func<ulong, int>>(BitOperations.LeadingZeroCount);
    public static readonly MethodInfo TrailingZeroCount32 = Of<Func<uint, int>>(BitOperations.TrailingZeroCount);
    public static readonly MethodInfo TrailingZeroCount64 = Of<Func<ulong, int>>(BitOperations.TrailingZeroCount);
    public static readonly MethodInfo PopCount32 = Of<Func<uint, int>>(BitOperations.PopCount);
    public static readonly MethodInfo PopCount64 = Of<Func<ulong, int>>(BitOperations.PopCount);
    public static readonly MethodInfo RotateLeft32 = Of<Func<uint, int, uint>>(BitOperations.RotateLeft);
    public static readonly MethodInfo RotateLeft64 = Of<Func<ulong, int, ulong>>(BitOperations.RotateLeft);
    public static readonly MethodInfo RotateRight32 = Of<Func<uint, int, uint>>(BitOperations.RotateRight);
    public static readonly MethodInfo RotateRight64 = Of<Func<ulong, int, ulong>>(BitOperations.RotateRight);
    public static readonly MethodInfo AbsSingle = Of<Func<float, float>>(MathF.Abs);
    public static readonly MethodInfo AbsDouble = Of<Func<double, double>>(Math.Abs);
    public static readonly MethodInfo CopySignSingle = Of<Func<float, float, float>>(MathF.CopySign);
    public static readonly MethodInfo CopySignDouble = Of<Func<double, double, double>>(Math.CopySign);
    public static readonly MethodInfo SingleToInt32Bits = Of(BitConverter.SingleToInt32Bits);
    public static readonly MethodInfo DoubleToInt64Bits = Of(BitConverter.DoubleToInt64Bits);
    public static readonly MethodInfo Int32BitsToSingle = Of(BitConverter.Int32BitsToSingle);
    public static readonly MethodInfo Int64BitsToDouble = Of(BitConverter.Int64BitsToDouble);

    private static readonly Dictionary<Type, Accessors> AccessorsByType = new()
    {
        [typeof(sbyte)] = AccessorsOf<sbyte>(),
        [typeof(byte)] = AccessorsOf<byte>(),
        [typeof(short)] = AccessorsOf<short>(),
        [typeof(ushort)] = AccessorsOf<ushort>(),
        [typeof(int)] = AccessorsOf<int>(),
        [typeof(uint)] = AccessorsOf<uint>(),
        [typeof(long)] = AccessorsOf<long>(),
        [typeof(ulong)] = AccessorsOf<ulong>(),
        [typeof(float)] = AccessorsOf<float>(),
        [typeof(double)] = AccessorsOf<double>(),
        [typeof(Vector128<byte>)] = AccessorsOf<Vector128<byte>>(),
    };

    /// <summary>Reads a value of this type from a memory that is not the first.</summary>
    public static MethodInfo LoadFar(Type type) => AccessorsByType[type].LoadFar;

    /// <summary>Writes a value of this type to a memory that is not the first.</summary>
    public static MethodInfo StoreFar(Type type) => AccessorsByType[type].StoreFar;

    /// <summary>Chooses between two values of this type.</summary>
    public static MethodInfo Select(Type type) => AccessorsByType[type].Select;

    /// <summary>The method of a vector instruction.</summary>
    public static MethodInfo OfVector(Opcode opcode) => Named(typeof(SimdOps), opcode);

    /// <summary>The method of a float instruction.</summary>
    public static MethodInfo OfFloat(Opcode opcode) => Named(typeof(FloatOps), opcode);

    /// <summary>The method of an instruction that may trap.</summary>
    public static MethodInfo OfTrapping(Opcode opcode) => Named(typeof(CompiledHelpers), opcode);

    /// <summary>The method that a delegate stands for.</summary>
    public static MethodInfo Of(Delegate method) => method.Method;

    /// <summary>The method that a delegate stands for, where its type says which of several.</summary>
    public static MethodInfo Of<T>(T method)
        where T : Delegate => method.Method;

    // The attribute keeps all public methods of whatever type is passed.
    private static MethodInfo Named(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type type, Opcode opcode)
    {
        string name = opcode.ToString();
        return type.GetMethod(name) ?? throw new MissingMethodException(type.FullName, name);
    }

    private static Accessors AccessorsOf<T>()
        where T : unmanaged => new(
            Of(CompiledHelpers.LoadFar<T>),
            Of(CompiledHelpers.StoreFar<T>),
            Of(CompiledHelpers.Select<T>));

    private sealed record Accessors(MethodInfo LoadFar, MethodInfo StoreFar, MethodInfo Select);
}
