namespace Boternity.Skills.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find(string? directory) =>
        directory is null ? throw new DirectoryNotFoundException("The tests do not run from a checkout.")
        : File.Exists(Path.Combine(directory, "Boternity.Skills.sln")) ? directory
        : Find(Path.GetDirectoryName(directory));
}
