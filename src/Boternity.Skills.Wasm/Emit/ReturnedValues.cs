using System.Reflection;
using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What calls return beside the fuel, kept in an IL local until the fuel was looked at.</summary>
internal sealed class ReturnedValues(EmissionContext context)
{
    private readonly Dictionary<Type, LocalBuilder> _locals = [];

    /// <summary>Takes a structure from the IL stack and its fuel from it.</summary>
    /// <param name="type">One of the structures that compiled code returns.</param>
    /// <param name="fuel">Its field for the fuel.</param>
    /// <returns>Where the structure is.</returns>
    public LocalBuilder EmitReceive(Type type, FieldInfo fuel)
    {
        if (!_locals.TryGetValue(type, out LocalBuilder? returned))
        {
            _locals[type] = returned = context.IL.DeclareLocal(type);
        }

        context.IL.Emit(OpCodes.Stloc, returned);
        context.IL.Emit(OpCodes.Ldloc, returned);
        context.IL.Emit(OpCodes.Ldfld, fuel);
        context.IL.StoreArgument(context.Fuel);
        return returned;
    }
}
