using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>
/// The faults of .NET's JIT that compiled code keeps away from (docs/maintainers/rationale.md). Each test is skipped,
/// and says so, where the runtime has the fault no longer: then what keeps away from it can go.
/// </summary>
internal sealed unsafe class RuntimeFaultTests
{
    private const int SignallingNaN = 0x7FA0_0000;

    private static readonly MethodInfo RotateLeft =
        typeof(BitOperations).GetMethod(nameof(BitOperations.RotateLeft), [typeof(uint), typeof(int)])!;

    private static readonly MethodInfo ToSingle =
        typeof(BitConverter).GetMethod(nameof(BitConverter.Int32BitsToSingle))!;

    private static readonly MethodInfo ToBits =
        typeof(BitConverter).GetMethod(nameof(BitConverter.SingleToInt32Bits))!;

    private static readonly MethodInfo Lesser =
        typeof(MathF).GetMethod(nameof(MathF.Min), [typeof(float), typeof(float)])!;

    [OneTimeSetUp]
    public void IgnoreElsewhere()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Ignore("The faults were seen on x64.");
        }
    }

    [Test]
    public void Jit_BranchOnARotation_GoesAstray()
    {
        var rotates = Make<Func<uint, int, int>>(il =>
        {
            Label zero = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, 5);
            il.Emit(OpCodes.Call, RotateLeft);
            il.Emit(OpCodes.Brfalse, zero);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(zero);
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ret);
        });

        uint[] values = [0, 1, 2, uint.MaxValue, 0x8000_0000, 0x0800_0000];
        Report(values.Any(value => rotates(value, 0) != (value == 0 ? 0 : 1)), "EmittedOperand.IsRaw, ShiftPairs");
    }

    [Test]
    public void Jit_ByteAsAFloat_IsLoadedAsAFloat()
    {
        var load = Make<Func<nint, float>>(il =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldind_U1);
            il.Emit(OpCodes.Call, ToSingle);
            il.Emit(OpCodes.Ret);
        });

        int number = 0x0403_0201;
        Report(BitConverter.SingleToInt32Bits(load((nint)(&number))) != 1, "the zero of F32ReinterpretI32");
    }

    [Test]
    public void Jit_LesserOfAConstantZero_HasTheWrongSign()
    {
        var lesser = Make<Func<float, float>>(il =>
        {
            il.Emit(OpCodes.Ldc_R4, -0f);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Call, Lesser);
            il.Emit(OpCodes.Ret);
        });

        Report(!float.IsNegative(lesser(0f)), "the engine's own min and max");
    }

    [Test]
    public void Jit_ConstantSignallingNaN_BecomesQuiet()
    {
        var bits = Make<Func<int>>(il =>
        {
            il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle(SignallingNaN));
            il.Emit(OpCodes.Call, ToBits);
            il.Emit(OpCodes.Ret);
        });

        Report(bits() != SignallingNaN, "HelperMethods.NotANumber");
    }

    private static void Report(bool isThere, string keeping)
    {
        if (!isThere)
        {
            Assert.Ignore($"{RuntimeInformation.FrameworkDescription} has this fault no longer: {keeping} can go.");
        }
    }

    private static T Make<T>(Action<ILGenerator> write)
        where T : Delegate
    {
        MethodInfo invoke = typeof(T).GetMethod("Invoke")!;
        var method = new DynamicMethod(
            "Fault", invoke.ReturnType, [.. invoke.GetParameters().Select(parameter => parameter.ParameterType)]);
        write(method.GetILGenerator());
        return method.CreateDelegate<T>();
    }
}
