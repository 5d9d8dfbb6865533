namespace Boternity.Skills.Testing;

/// <summary>The checkout that the tests were built from, and what lies beside it.</summary>
internal static class Repository
{
    /// <summary>Gets the folder of the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path in the checkout.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of the <c>shared</c> folder beside the checkout; it may be absent.</summary>
    public static string SharedFile(string path) => Path.GetFullPath(Path.Combine(Root, "..", "shared", path));

    private static string Find(string? directory) =>
        directory is null ? throw new DirectoryNotFoundException("The tests do not run from a checkout.")
        : File.Exists(Path.Combine(directory, "Boternity.Skills.sln")) ? directory
        : Find(Path.GetDirectoryName(directory));
}
