namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>One of the programs in ../shared/kernels.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="SmallN">The argument that warms up.</param>
/// <param name="SmallResult">What it must answer to that.</param>
/// <param name="QuickN">An argument for about a tenth of the full work.</param>
/// <param name="FullN">The argument that is measured.</param>
/// <param name="FullResult">What it must answer to that.</param>
internal sealed record Kernel(string Name, int SmallN, long SmallResult, int QuickN, int FullN, long FullResult)
{
    public static readonly Kernel[] All =
    [
        new("fib", 20, 6765, 36, 41, 165580141),
        new("sieve", 2, 70957650, 8, 80, -1056940848),
        new("sha256", 20, -639959523, 150, 1500, 1975047266),
        new("matmul", 1, 4681489796164485120, 3, 30, 4703766566255198208),
        new("json", 10, 359487938, 70, 700, 2031253324),
        new("memory", 1000, -583543523, 25000, 250000, 398928955),
    ];

    /// <summary>The folder of the kernels, or null where it is not beside the checkout.</summary>
    public static string? FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Boternity.Skills.sln")))
            {
                continue;
            }
            string kernels = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "kernels"));
            return Directory.Exists(kernels) ? kernels : null;
        }

        return null;
    }
}
