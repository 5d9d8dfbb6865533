namespace Boternity.Skills.Registries.Directories;

/// <summary>The settings of a registry over a directory on disk.</summary>
public sealed class DirectoryRegistryOptions
{
    /// <summary>Gets or sets the directory to look in, absolute. Required.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// Gets or sets how many folders deep a skill's folder may be; 0 looks at the directory itself only.
    /// </summary>
    /// <value>6.</value>
    public int MaxDepth { get; set; } = 6;

    /// <summary>Gets or sets the registry's name, which is the name of the options.</summary>
    internal string Name { get; set; } = "local";
}
