namespace Boternity.Skills.Runtimes.Python;

/// <summary>The packages that Python scripts can import beside the standard library.</summary>
public sealed class PythonOptions
{
    /// <summary>Gets the wheels that scripts can import, each pinned by its digest.</summary>
    /// <value>None.</value>
    public IList<PythonPackageFile> Packages { get; } = [];

    /// <summary>
    /// Gets or sets the absolute path of a directory whose wheels (<c>*.whl</c>) scripts can import too; null for none.
    /// Whoever can write it decides what scripts import, so it must be the host's own.
    /// </summary>
    /// <value>Null.</value>
    public string? WheelDirectory { get; set; }

    /// <summary>Gets or sets the most bytes that one wheel may have.</summary>
    /// <value>64 MiB.</value>
    public int MaxWheelBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the most files that all packages may have together.</summary>
    /// <value>20,000.</value>
    public int MaxPackageFiles { get; set; } = 20_000;

    /// <summary>Gets or sets the most bytes that all files of packages may have together, unpacked.</summary>
    /// <value>128 MiB. They are held in memory as long as the runtime is.</value>
    public int MaxPackageBytes { get; set; } = 128 * 1024 * 1024;
}

/// <summary>A wheel that scripts can import.</summary>
public sealed class PythonPackageFile
{
    /// <summary>Gets or sets the absolute path of the wheel; its file name says what it holds.</summary>
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the SHA-256 that the wheel must have, 64 hexadecimal digits.</summary>
    public string Sha256 { get; set; } = "";
}
