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

        // Made before the call: once a resource is on its way, nothing may come between.
        Codec? resultCodec = plan.HasResult ? plan.GetResult(context.Store) : null;
        ComponentValue result = callee.Call(context, instance, options.Encoding, values);
        context.ReturnArguments(values);
        if (resultCodec is not null)
        {
            if (callee is LiftedFunction)
            {
                LowerResult(resultCodec, call, result, arguments, results);
            }
            else
            {
                LowerHostResult(resultCodec, call, result, arguments, results);
            }
        }

        scope?.Return(instance.Handles);
        context.EndCall(left);
    }

    private void LiftParameters(in AbiCall call, ReadOnlySpan<ulong> flat, Span<ComponentValue> values)
    {
        ProductCodec codec = plan.GetParameters(instance.Context.Store);
        if (!plan.SpillsParameters)
        {
            codec.Lift(call, flat, values);
            return;
        }

        var pointer = (uint)flat[0];
        call.CheckRange(pointer, codec.Size, codec.Alignment);
        codec.Load(call, pointer, values);
    }

    // What the host gives is there beside the guest's memory until the guest has it.
    private void LowerHostResult(
        Codec codec,
        in AbiCall call,
        in ComponentValue result,
        ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        if (plan.ResultHasHandle)
        {
            codec.Depart(call, result);
        }

        long bytes = result.CountHostBytes();
        call.Store.ReserveHost(bytes);
        LowerResult(codec, call, result, arguments, results);
        call.Store.UnreserveHost(bytes);
    }

    private void LowerResult(
        Codec codec,
        in AbiCall call,
        in ComponentValue result,
        ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
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
