using System.Globalization;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>The host of a program: it makes resources, and writes down what it is told.</summary>
internal sealed class LifetimeHost
{
    public const long Destroyed = 1_000_000;
    public const long Dropped = 10_000_000;
    public const long Taken = 20_000_000;
    public const long Peeked = 30_000_000;

    private uint _made;

    /// <summary>What it was told, in order.</summary>
    public List<long> Log { get; } = [];

    public static ComponentLinker NewLinker() => new ComponentLinker()
        .DefineResource("", "h", new RuntimeResource("h", (context, thing) =>
            Of(context).Log.Add(Dropped + ((Thing)thing).Number)))
        .DefineFunction("", "make", (context, _) => ComponentValue.FromResource(new Thing(++Of(context)._made)))
        .DefineFunction("", "take", (context, arguments) =>
        {
            Of(context).Log.Add(Taken + arguments[0].AsResource<Thing>().Number);
            return default;
        })
        .DefineFunction("", "peek", (context, arguments) =>
        {
            uint number = arguments[0].AsResource<Thing>().Number;
            Of(context).Log.Add(Peeked + number);
            return ComponentValue.FromUnsigned(number);
        })
        .DefineFunction("", "log", (context, arguments) =>
        {
            Of(context).Log.Add(arguments[0].AsU32());
            return default;
        })
        .DefineFunction("", "log-end", (context, arguments) =>
        {
            Of(context).Log.Add((Destroyed * arguments[0].AsU32()) + arguments[1].AsU32());
            return default;
        });

    private static LifetimeHost Of(ComponentContext context) => context.GetState<LifetimeHost>();

    /// <summary>A resource of the host.</summary>
    internal sealed record Thing(uint Number)
    {
        public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
    }
}
