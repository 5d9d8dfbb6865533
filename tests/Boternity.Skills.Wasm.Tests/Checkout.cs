namespace Boternity.Skills.Wasm.Tests;

/// <summary>Where the tests find the checkout, and what lies beside it.</summary>
internal static class Checkout
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the <c>shared</c> folder beside the checkout; it may be absent.</summary>
    public static string SharedFile(string path) => Path.GetFullPath(Path.Combine(Root, "..", "shared", path));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Boternity.Skills.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Boternity.Skills.sln above {AppContext.BaseDirectory}.");
    }
}
