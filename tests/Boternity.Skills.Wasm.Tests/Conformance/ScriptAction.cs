namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>What a command does with an instance.</summary>
internal sealed record ScriptAction
{
    /// <summary><c>invoke</c> or <c>get</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name of the instance; null for the latest.</summary>
    public string? Module { get; init; }

    /// <summary>The name of the export.</summary>
    public required string Field { get; init; }

    public ScriptValue[] Args { get; init; } = [];
}
