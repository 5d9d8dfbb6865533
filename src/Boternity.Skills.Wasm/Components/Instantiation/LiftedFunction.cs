using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>A guest's function (CanonicalABI, "canon lift").</summary>
internal sealed class LiftedFunction(
    ComponentInstance instance,
    Function function,
    AbiOptions options,
    FuncPlan plan) : ComponentFunction
{
    public ComponentFuncType Type => plan.Type;

    /// <summary>Calls it from the host.</summary>
    /// <exception cref="WasmTrapException">The guest was stopped.</exception>
    public ComponentValue Invoke(params ReadOnlySpan<ComponentValue> arguments)
    {
        if (arguments.Length != plan.ParameterCount)
        {
            throw new ArgumentException($"The function takes {plan.ParameterCount} arguments.", nameof(arguments));
        }

        instance.Context.ResetCharge();
        return Call(instance.Context, null, arguments);
    }

    public override StringEncoding? Strings => options.Encoding;

    public override ComponentValue Call(
        ComponentContext context,
        ComponentInstanceState? caller,
        StringEncoding? strings,
        ReadOnlySpan<ComponentValue> arguments)
    {
        // A component does not reach itself through its own exports, although the specification's rule for donut
        // wrapping would allow it: its code could not expect it.
        if (ReferenceEquals(caller, instance))
        {
            ComponentTraps.Throw("cannot enter component instance");
        }

        CallScope? scope = plan.HasBorrows ? new CallScope() : null;
        var call = new AbiCall(instance, options, scope, strings);
        if (caller is null && plan.ParametersHaveHandle)
        {
            plan.GetParameters(instance.Context.Store).Depart(call, arguments);
        }

        ComponentContext.EnsureStack();
        context.Store.CheckInterrupt();
        instance.Enter(caller);
        Span<ulong> parameters = stackalloc ulong[DefValType.MaxFlat];
        parameters = parameters[..plan.FlatParameterCount];
        LowerParameters(call, arguments, parameters);
        Span<ulong> results = stackalloc ulong[1];
        results = results[..function.Type.Results.Length];
        function.Invoke(parameters, results);
        ComponentValue result = plan.HasResult ? LiftResult(call, results) : default;
        if (scope is { Borrows: > 0 })
        {
            ComponentTraps.Throw("borrow handles still remain at the end of the call");
        }

        if (options.PostReturn is { } postReturn)
        {
            instance.MayLeave = false;
            postReturn.Invoke(results, []);
            instance.MayLeave = true;
        }

        instance.Leave(caller);
        if (caller is null)
        {
            context.HandOver();
        }

        return result;
    }

    private void LowerParameters(in AbiCall call, ReadOnlySpan<ComponentValue> arguments, Span<ulong> flat)
    {
        ProductCodec codec = plan.GetParameters(instance.Context.Store);
        if (!plan.SpillsParameters)
        {
            codec.Lower(call, arguments, flat);
            return;
        }

        uint pointer = call.Allocate(codec.Alignment, codec.Size);
        codec.Store(call, arguments, pointer);
        flat[0] = pointer;
    }

    private ComponentValue LiftResult(in AbiCall call, ReadOnlySpan<ulong> flat)
    {
        Codec codec = plan.GetResult(instance.Context.Store);
        if (!plan.SpillsResult)
        {
            return codec.Lift(call, flat);
        }

        var pointer = (uint)flat[0];
        call.CheckRange(pointer, codec.Size, codec.Alignment);
        return codec.Load(call, pointer);
    }
}
