namespace Boternity.Skills.Wasm.Hosting;

/// <summary>A function that the host offers to components. It belongs to no run and no engine.</summary>
internal sealed record HostFunction
{
    /// <summary>The interface, with its version if it has one.</summary>
    public required string Interface { get; init; }

    /// <summary>The name, as the component model spells it: <c>[method]output-stream.write</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The type without labels, with the names of resources, as in
    /// <c>(borrow&lt;output-stream&gt;) -> own&lt;pollable&gt;</c>; null where any will do, because it cannot be
    /// called.
    /// </summary>
    public required string? Shape { get; init; }

    /// <summary>What it does.</summary>
    public required HostFunctionCallback Callback { get; init; }
}
