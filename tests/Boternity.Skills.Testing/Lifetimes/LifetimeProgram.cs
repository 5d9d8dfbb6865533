namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>How a value of a function's type refers to a resource; not at all where it is a number.</summary>
internal enum LifetimeKind
{
    Number,
    Own,
    Borrow,
}

/// <summary>What an instruction of a <see cref="LifetimeFunction"/> does.</summary>
internal enum LifetimeOpKind
{
    /// <summary>Puts a number into a slot.</summary>
    Set,

    /// <summary>Tells the host what is in a slot.</summary>
    Log,

    /// <summary>Makes a resource of the component's own; its handle goes into a slot.</summary>
    New,

    /// <summary>Tells the host the representation of the component's own resource in a slot.</summary>
    Rep,

    /// <summary>Drops the handle in a slot.</summary>
    Drop,

    /// <summary>Calls a function with what is in slots; its result goes into a slot.</summary>
    Call,
}

/// <summary>A parameter or a result.</summary>
/// <param name="Kind">How it refers to a resource.</param>
/// <param name="Resource">Which: 0 is the host's, n the one of component n - 1.</param>
internal sealed record LifetimeType(LifetimeKind Kind, int Resource);

/// <summary>An instruction.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Slot">The slot that it works on, or puts its result into.</param>
/// <param name="Number">A number, a representation, or a resource to drop.</param>
/// <param name="Component">Of a call, the component that is called; -1 for the host.</param>
/// <param name="Function">Of a call, the function.</param>
/// <param name="Arguments">Of a call, the slots of its arguments.</param>
internal sealed record LifetimeOp(
    LifetimeOpKind Kind, int Slot, int Number = 0, int Component = 0, int Function = 0, int[]? Arguments = null);

/// <summary>
/// A function of a component: a list of instructions over slots, of which the first are the parameters.
/// </summary>
internal sealed class LifetimeFunction
{
    public const int ExtraSlots = 6;

    public required LifetimeType[] Parameters { get; init; }

    public required LifetimeType? Result { get; init; }

    public required LifetimeOp[] Ops { get; init; }

    public required int ResultSlot { get; init; }

    /// <summary>Whether it has a <c>post-return</c> that drops a handle, which it must not.</summary>
    public bool DropsAfterwards { get; init; }
}

/// <summary>A component that defines a resource and some functions.</summary>
/// <param name="Functions">What it exports.</param>
/// <param name="Destructor">
/// What the destructor does beside telling the host the representation; null for no destructor.
/// </param>
internal sealed record LifetimePart(LifetimeFunction[] Functions, LifetimeOp[]? Destructor);

/// <summary>Components, each of which can call those before it.</summary>
/// <param name="Parts">The components.</param>
internal sealed record LifetimeProgram(LifetimePart[] Parts)
{
    /// <summary>The host's functions: make, take, peek.</summary>
    public static readonly (LifetimeType[] Parameters, LifetimeType? Result)[] Host =
    [
        ([], new(LifetimeKind.Own, 0)),
        ([new(LifetimeKind.Own, 0)], null),
        ([new(LifetimeKind.Borrow, 0)], new(LifetimeKind.Number, 0)),
    ];

    public const int Make = 0;
    public const int Take = 1;
    public const int Peek = 2;

    /// <summary>The type of a function, of a component or, with -1, of the host.</summary>
    public (LifetimeType[] Parameters, LifetimeType? Result) TypeOf(int component, int function) => component < 0
        ? Host[function]
        : (Parts[component].Functions[function].Parameters, Parts[component].Functions[function].Result);
}
