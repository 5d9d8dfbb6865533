using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Tests.Processes;

namespace Boternity.Skills.Wasmtime.Tests.Native;

/// <summary>
/// Processes with something else in the place of the native library: they say what it is, or fall back, and none
/// crashes.
/// </summary>
[TestFixture]
[Platform("Linux", Reason = "The files are those of Linux.")]
internal sealed class SwappedLibraryTests : WasmtimeTests
{
    // Its version stands behind the message for one that does not fit.
    private const string VersionAt = "incompatible with native host";

    private static readonly string Published = LibraryFile.Find() ?? "";

    private TemporaryDirectory _disk = null!;

    [OneTimeSetUp]
    public void CopyAssembly()
    {
        _disk = new TemporaryDirectory();
        string output = Path.GetDirectoryName(typeof(SwappedLibraryTests).Assembly.Location)!;
        foreach (string file in Directory.EnumerateFiles(output).Where(
            file => Path.GetExtension(file) is ".dll" or ".json"))
        {
            File.Copy(file, _disk.PathOf(Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Library)!);
    }

    [OneTimeTearDown]
    public void TearDown() => _disk.Dispose();

    private string Library => _disk.PathOf(
        Path.GetRelativePath(AppContext.BaseDirectory, Path.GetDirectoryName(Published)!), Path.GetFileName(Published));

    [TestCase("itself", null)]
    [TestCase("nothing", "is no library")]
    [TestCase("a text", "is no library")]
    [TestCase("one that is cut off", "is cut off after ")]
    [TestCase("one without its code", "is cut off after ")]
    [TestCase("one for another processor", "is for another processor")]
    [TestCase("another library", "it has no function '")]
    [TestCase("one without a function", "it has no function 'wasmtime_component_val_clone'")]
    [TestCase("another version, which crashes", "it has another version")]
    [TestCase("one whose loading fails", "cannot be loaded: ")]
    public async Task UseWasmtime_WithAnotherLibrary_SaysSoOrFallsBack(string swapped, string? problem)
    {
        await File.WriteAllBytesAsync(Library, Make(swapped));

        string failing = await RunAsync(WasmtimeFallback.Fail);
        if (problem is null)
        {
            Assert.That(failing, Is.EqualTo("engine wasmtime"));
            return;
        }

        Assert.That(
            failing,
            Does.StartWith($"BSK6014: Wasmtime cannot be used on {RuntimeInformation.RuntimeIdentifier} (")
                .And.Contain("'wasmtime'").And.Contain(WasmtimeLibrary.Version).And.Contain(problem));
        Assert.That(await RunAsync(WasmtimeFallback.UsePreviousEngine), Is.EqualTo("engine managed"));
    }

    [Test]
    public async Task UseWasmtime_WhereTheLibraryWasNotPublished_SaysSo()
    {
        File.Delete(Library);
        string manifest = _disk.PathOf("Boternity.Skills.Wasmtime.Tests.deps.json");
        string text = await File.ReadAllTextAsync(manifest);
        string other = text.Replace(
            $"\"rid\": \"{RuntimeInformation.RuntimeIdentifier}\"", "\"rid\": \"none\"", StringComparison.Ordinal);
        Assert.That(other, Is.Not.EqualTo(text));
        await File.WriteAllTextAsync(manifest, other);
        try
        {
            Assert.That(await RunAsync(WasmtimeFallback.Fail), Does.Contain("is not beside the application"));
        }
        finally
        {
            await File.WriteAllTextAsync(manifest, text);
        }
    }

    [Test]
    public void Names_AreWhatTheAssemblyImports()
    {
        string[] imported =
        [
            .. typeof(EngineMethods).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods(
                    System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public
                        | System.Reflection.BindingFlags.NonPublic))
                .SelectMany(method => method.GetCustomAttributes(typeof(LibraryImportAttribute), false))
                .Cast<LibraryImportAttribute>()
                .Where(import => import.LibraryName == WasmtimeLibrary.Name)
                .Select(import => import.EntryPoint!),
        ];

        Assert.That(NativeExports.Names, Is.EquivalentTo(imported));
    }

    private static byte[] Make(string swapped)
    {
        byte[] real = File.ReadAllBytes(Published);
        switch (swapped)
        {
            case "itself":
                return real;
            case "nothing":
                return [];
            case "a text":
                return Encoding.UTF8.GetBytes(new string('x', 1_000));
            case "one that is cut off":
                return real[..(real.Length / 2)];
            case "one without its code":
                return real[..4_096];
            case "one for another processor":
                real[18] = 0xF3;
                return real;
            case "another library":
                return File.ReadAllBytes(Path.Combine(
                    Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so"));
            case "one without a function":
                real[real.AsSpan().IndexOf("\0wasmtime_component_val_clone\0"u8) + 1] = (byte)'W';
                return real;
            case "another version, which crashes":
                return OfAnotherVersion(real);
            default:
                // What it needs is not there.
                real[real.AsSpan().IndexOf("\0libm.so.6\0"u8) + 1] = (byte)'L';
                return real;
        }
    }

    // Another version has other structures: what is called with those of this one crashes.
    private static byte[] OfAnotherVersion(byte[] real)
    {
        string major = WasmtimeLibrary.Version.Split('.')[0];
        int at = real.AsSpan().IndexOf(Encoding.ASCII.GetBytes(VersionAt + major));
        if (at < 0)
        {
            Assert.Ignore("The library for this processor keeps its version elsewhere.");
        }

        real[at + VersionAt.Length + 1]--;
        foreach (string name in NativeExports.Names)
        {
            if (name is not ("wasm_config_new" or "wasm_engine_new_with_config" or "wasm_engine_delete"
                or "wasmtime_module_new" or "wasmtime_module_serialize" or "wasmtime_module_delete"
                or "wasm_byte_vec_delete"))
            {
                // An instruction that is none, on every processor.
                real.AsSpan((int)OffsetOf(name), 4).Clear();
                real[OffsetOf(name)] = 0x0F;
                real[OffsetOf(name) + 1] = 0x0B;
            }
        }

        return real;
    }

    // Where a function stands in the file, by where it is mapped in this process.
    private static long OffsetOf(string name)
    {
        long address = NativeLibrary.GetExport(NativeLibrary.Load(Published), name);
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] range = parts[0].Split('-');
            long start = long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            long end = long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (address >= start && address < end)
            {
                return address - start + long.Parse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException($"'{name}' is nowhere.");
    }

    private async Task<string> RunAsync(WasmtimeFallback fallback)
    {
        using Process child = WasmtimeChild.StartAt(
            _disk.PathOf(Path.GetFileName(typeof(SwappedLibraryTests).Assembly.Location)), "engine", $"{fallback}");
        string said = await child.StandardOutput.ReadToEndAsync();
        string error = await child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.That(child.ExitCode, Is.Zero, error);
        return said.Trim();
    }
}
