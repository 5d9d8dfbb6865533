namespace Boternity.Skills.Capabilities.Files;

/// <summary>One entry of a directory.</summary>
internal readonly record struct SandboxListing(string Name, SandboxEntryKind Kind);
