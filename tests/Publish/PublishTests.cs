using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NUnit.Framework;

namespace Boternity.Skills.Publish;

/// <summary>
/// Publishes a console host in the ways that leave code away, runs a hot tool in it, and looks at which tier served.
/// </summary>
internal sealed class PublishTests
{
    private static readonly TimeSpan PublishTime = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(2);

    private string _root = "";

    [SetUp]
    public void SetUp() => _root = Directory.CreateTempSubdirectory("boternity-publish-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Publish_Trimmed_CompilesWhatIsHot()
    {
        Dictionary<string, string> seen = await PublishAndRunAsync("-p:PublishTrimmed=true", "--self-contained");

        Assert.That(seen["dynamic-code"], Is.EqualTo("True"));
        Assert.That(int.Parse(seen["compiled"], CultureInfo.InvariantCulture), Is.GreaterThan(0));
        AssertWorks(seen);
    }

    [Test]
    public async Task Publish_NativeAot_Interprets()
    {
        if (FindOnPath("clang") is null && FindOnPath("gcc") is null)
        {
            Assert.Ignore("Native compilation links with clang or gcc, and neither is on the path.");
        }

        Dictionary<string, string> seen = await PublishAndRunAsync("-p:PublishAot=true");

        Assert.That(seen["dynamic-code"], Is.EqualTo("False"));
        Assert.That(seen["compiled"], Is.EqualTo("0"));
        AssertWorks(seen);
    }

    [Test]
    public async Task Publish_WithWasmtimeForOnePlatform_CarriesItsLibraryAlone()
    {
        string output = await PublishAsync(QuickStartProject(), "--self-contained", "false");

        string[] libraries =
        [
            .. Directory.EnumerateFiles(output, "*wasmtime*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".so" or ".dylib" || Path.GetFileName(file) == "wasmtime.dll")
                .Select(file => Path.GetRelativePath(output, file)),
        ];
        Assert.That(libraries, Has.Length.EqualTo(1), string.Join(", ", libraries));
        Assert.That(Path.GetDirectoryName(libraries[0]), Is.Empty, "it is beside the application");
    }

    /// <summary>Results and fuel do not depend on how the host was published, or on the tier.</summary>
    private static void AssertWorks(Dictionary<string, string> seen)
    {
        Assert.That(seen["output"], Is.EqualTo("done"));
        Assert.That(seen["fuel"], Is.EqualTo("45000106"));
        Assert.That(seen["audit-intact"], Is.EqualTo("True"));
    }

    private async Task<Dictionary<string, string>> PublishAndRunAsync(params string[] how)
    {
        string output = await PublishAsync(HostProject(), how);
        string name = OperatingSystem.IsWindows() ? "Host.exe" : "Host";
        string text = await RunAsync(Path.Combine(output, name), [Path.Combine(_root, "work")], RunTime);
        await TestContext.Out.WriteLineAsync(text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private async Task<string> PublishAsync(string project, params string[] how)
    {
        string output = Path.Combine(_root, "host");
        await RunAsync(
            "dotnet",
            [
                "publish",
                project,
                "-c",
                "Release",
                "-r",
                RuntimeInformation.RuntimeIdentifier,
                "-o",
                output,
                .. how,
            ],
            PublishTime);
        return output;
    }

    private static async Task<string> RunAsync(string file, string[] arguments, TimeSpan time)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        using var timeout = new CancellationTokenSource(time);
        process.Start();
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        string text = await output;
        Assert.That(process.ExitCode, Is.Zero, $"{file} {string.Join(' ', arguments)}\n{text}\n{await error}");
        return text;
    }

    private static string? FindOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(File.Exists);

    private static string HostProject([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Host", "Host.csproj");

    private static string QuickStartProject([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "samples", "QuickStart", "QuickStart.csproj");
}
