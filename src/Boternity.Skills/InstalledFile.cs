namespace Boternity.Skills;

/// <summary>What the store recorded of one file when it was installed.</summary>
public sealed record InstalledFile
{
    /// <summary>The path inside the skill's directory, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the owner's executable bit was set.</summary>
    /// <value>false.</value>
    public bool IsExecutable { get; init; }
}
