namespace Boternity.Skills.Runtimes.Python;

/// <summary>A package that scripts can import.</summary>
public sealed record PythonPackage
{
    /// <summary>Gets the name as the wheel's file name has it, such as <c>python_dateutil</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version, such as <c>2.9.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the SHA-256 of the wheel in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
