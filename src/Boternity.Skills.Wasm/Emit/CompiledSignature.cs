using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// How compiled functions of a type are called: the parameters, then the instance, the frame's address and the fuel.
/// One scalar result comes back in a structure with the fuel; more results, or a vector, stand at the frame's start,
/// where the interpreter has them too.
/// </summary>
internal sealed class CompiledSignature
{
    public static readonly Type[] SlotParameters = [typeof(Instance), typeof(nint), typeof(long), typeof(nint)];
    public static readonly Type[] RegionParameters = [typeof(Instance), typeof(nint), typeof(long), typeof(nint)];

    public CompiledSignature(FuncType type)
    {
        Type = type;
        Parameters = new Type[type.Parameters.Length + 3];
        for (int i = 0; i < type.Parameters.Length; i++)
        {
            Parameters[i] = ClrTypeOf(type.Parameters[i]);
        }

        Parameters[^3] = typeof(Instance);
        Parameters[^2] = typeof(nint);
        Parameters[^1] = typeof(long);
        bool isScalar = type.Results.Length == 1 && type.Results[0] != ValType.V128;
        (Return, ValueField, FuelField) = !isScalar ? (typeof(long), null, null) : type.Results[0] switch
        {
            ValType.F32 => (typeof(SingleReturn), SingleReturn.ValueField, SingleReturn.FuelField),
            ValType.F64 => (typeof(DoubleReturn), DoubleReturn.ValueField, DoubleReturn.FuelField),
            _ => (typeof(IntegerReturn), IntegerReturn.ValueField, IntegerReturn.FuelField),
        };
    }

    public FuncType Type { get; }

    public Type[] Parameters { get; }

    public Type Return { get; }

    /// <summary>Where the result is in what is returned; null where results stand in the frame.</summary>
    public FieldInfo? ValueField { get; }

    public FieldInfo? FuelField { get; }

    public int InstanceArgument => Parameters.Length - 3;

    public int FrameArgument => Parameters.Length - 2;

    public int FuelArgument => Parameters.Length - 1;

    public static Type ClrTypeOf(ValType type) => type switch
    {
        ValType.I32 => typeof(int),
        ValType.F32 => typeof(float),
        ValType.F64 => typeof(double),
        ValType.V128 => typeof(Vector128<byte>),
        _ => typeof(long),
    };

    public void EmitCall(ILGenerator il) =>
        il.EmitCalli(OpCodes.Calli, CallingConventions.Standard, Return, Parameters, null);
}
