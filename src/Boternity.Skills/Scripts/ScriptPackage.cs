namespace Boternity.Skills.Scripts;

/// <summary>A package that a script runtime lets scripts import, beside the language's own library.</summary>
public sealed record ScriptPackage
{
    /// <summary>Gets the name as the package's file has it, such as <c>python_dateutil</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version, such as <c>2.9.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the SHA-256 of the package's file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
