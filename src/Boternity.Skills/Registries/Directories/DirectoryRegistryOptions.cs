namespace Boternity.Skills.Registries.Directories;

/// <summary>The settings of a registry over a directory on disk.</summary>
public sealed class DirectoryRegistryOptions
{
    /// <summary>The registry's name, as references use it.</summary>
    /// <value><c>local</c>.</value>
    public string Name { get; set; } = "local";

    /// <summary>The directory to look in, absolute. Required.</summary>
    public string Path { get; set; } = "";

    /// <summary>How many folders deep a skill's folder may be; 0 looks at the directory itself only.</summary>
    /// <value>6.</value>
    public int MaxDepth { get; set; } = 6;
}
