namespace Boternity.Skills.Execution;

/// <summary>What a binary may use.</summary>
public sealed record WasmLoadOptions
{
    /// <summary>Whether vector instructions are allowed.</summary>
    /// <value>true.</value>
    public bool AllowSimd { get; init; } = true;
}
