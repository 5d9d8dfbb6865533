namespace Boternity.Skills.Wasm;

/// <summary>A module cannot be linked: an import is missing or of another type, or its initial size is above the
/// store's limit.</summary>
/// <param name="detail">What is wrong, in the specification's words.</param>
/// <param name="importModule">The import's module name; null where the failure is of no import.</param>
/// <param name="importName">The import's name; null where the failure is of no import.</param>
internal sealed class WasmLinkException(string detail, string? importModule = null, string? importName = null)
    : WasmException(importName is null ? detail : $"{detail}: import '{importModule}' '{importName}'")
{
    public string Detail { get; } = detail;

    public string? ImportModule { get; } = importModule;

    public string? ImportName { get; } = importName;

    /// <summary>The store's limit in bytes, where an initial size is above it.</summary>
    public long? MemoryLimit { get; init; }
}
