using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>A component function as a core module calls it (CanonicalABI, "canon lower").</summary>
internal sealed class LoweredFunction(
    ComponentInstance instance,
    ComponentFunction callee,
    AbiOptions options,
    FuncPlan plan)
{
    public void Invoke(Caller caller, ReadOnlySpan<ulong> arguments, Span<ulong> results)
    {
        instance.CheckMayLeave();
        ComponentContext.EnsureStack();
        ComponentContext context = instance.Context;
        long left = context.BeginCall();
        CallScope? scope = plan.HasBorrows ? new CallScope() : null;
        var call = new AbiCall(instance, options, scope, callee.Strings);
        ArraySegment<ComponentValue> values = context.RentArguments(plan.ParameterCount);
        LiftParameters(call, arguments, values);
        ComponentValue result = callee.Call(context, instance, options.Encoding, values);
        context.ReturnArguments(values);
        if (plan.HasResult)
        {
            if (plan.ResultHasHandle && callee is not LiftedFunction)
            {
                plan.Result.Depart(call, result);
            }

            LowerResult(call, result, arguments, results);
        }

        scope?.Return(instance.Handles);
        context.EndCall(left);
    }

    private void LiftParameters(in AbiCall call, ReadOnlySpan<ulong> flat, Span<ComponentValue> values)
    {
        ProductCodec codec = plan.Parameters;
        if (!plan.SpillsParameters)
        {
            codec.Lift(call, flat, values);
            return;
        }

        var pointer = (uint)flat[0];
        call.CheckRange(pointer, codec.Size, codec.Alignment);
        codec.Load(call, pointer, values);
    }

    private void LowerResult(
        in AbiCall call,
        in ComponentValue result,
        ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        Codec codec = plan.Result;
        if (!plan.SpillsResult)
        {
            codec.Lower(call, result, results);
            return;
        }

        var pointer = (uint)arguments[^1];
        call.CheckRange(pointer, codec.Size, codec.Alignment);
        codec.Store(call, result, pointer);
    }
}
