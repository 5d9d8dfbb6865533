using System.Globalization;
using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>
/// The native library of the package Wasmtime: whether it is there, and is the one whose structures this assembly
/// knows.
/// </summary>
internal static class WasmtimeLibrary
{
    /// <summary>The name that its functions are imported by.</summary>
    public const string Name = "wasmtime";

    /// <summary>The version of the package, pinned: another one's structures may differ.</summary>
    public const string Version = "50.0.1";

    /// <summary>The oldest glibc that the library runs with.</summary>
    private static readonly Version OldestGlibc = new(2, 28);

    private static readonly Lazy<string?> Found = new(Find);
    private static nint _handle;

    /// <summary>Gets what is missing, in a sentence; null where nothing is. Asked for once in a process.</summary>
    public static string? Problem => Found.Value;

    /// <summary>Gets the platform, as it stands in messages.</summary>
    public static string Platform =>
        $"{RuntimeInformation.RuntimeIdentifier} ({RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.ProcessArchitecture})";

    /// <summary>What is wrong with a platform, whatever files are there; null for nothing.</summary>
    /// <param name="isKnownSystem">Whether it is Linux, macOS or Windows.</param>
    /// <param name="isLinux">Whether it is Linux.</param>
    /// <param name="architecture">The processor.</param>
    /// <param name="glibc">The version of glibc; null where there is none.</param>
    internal static string? FindPlatformProblem(
        bool isKnownSystem, bool isLinux, Architecture architecture, Version? glibc)
    {
        if (!isKnownSystem || architecture is not (Architecture.X64 or Architecture.Arm64))
        {
            return $"the package Wasmtime {Version} has libraries for Linux (glibc), macOS and Windows on x64 and "
                + "arm64 alone";
        }

        if (isLinux && glibc is null)
        {
            return $"the package Wasmtime {Version} has a library for glibc alone, and this system has another C "
                + "library, such as musl";
        }

        return isLinux && glibc < OldestGlibc
            ? $"the library of the package Wasmtime {Version} needs glibc {OldestGlibc}, and this system has {glibc}"
            : null;
    }

    private static string? Find()
    {
        bool isLinux = OperatingSystem.IsLinux();
        if (FindPlatformProblem(
            isLinux || OperatingSystem.IsMacOS() || OperatingSystem.IsWindows(),
            isLinux,
            RuntimeInformation.ProcessArchitecture,
            isLinux ? FindGlibc() : null) is { } problem)
        {
            return problem;
        }

        string? path = LibraryFile.Find();
        if (path is not null
            && isLinux
            && LibraryFile.FindProblem(path, RuntimeInformation.ProcessArchitecture) is { } broken)
        {
            return $"the native library '{Name}' of the package Wasmtime {Version}, '{path}', {broken}";
        }

        if (!NativeLibrary.TryLoad(
            Name,
            typeof(WasmtimeLibrary).Assembly,
            DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.ApplicationDirectory,
            out _handle))
        {
            return path is null
                ? $"the native library '{Name}' of the package Wasmtime {Version} is not beside the application; "
                    + "publish for a runtime identifier, or add the package to the project that is published"
                : $"the native library '{Name}' of the package Wasmtime {Version}, '{path}', cannot be loaded: "
                    + FindReason(path);
        }

        NativeLibrary.SetDllImportResolver(
            typeof(WasmtimeLibrary).Assembly, static (name, _, _) => name == Name ? _handle : 0);
        return Test() is { } wrong
            ? $"the native library '{Name}' is not that of the package Wasmtime {Version}: {wrong}"
            : null;
    }

    // Nothing of a library is called before all of it that is called is there.
    private static string? Test()
    {
        if (NativeExports.FindMissing(_handle) is { } missing)
        {
            return $"it has no function '{missing}'";
        }

        try
        {
            return SelfTest.FindProblem();
        }
        catch (WasmtimeFailureException exception)
        {
            return $"its test failed: {exception.Message}";
        }
    }

    private static string FindReason(string path)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
            return "it is loaded by its path, but not by its name";
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        }
    }

    private static Version? FindGlibc()
    {
        if (!NativeLibrary.TryLoad("libc.so.6", out nint library))
        {
            return null;
        }

        try
        {
            return NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out nint function)
                ? ReadVersion(function)
                : null;
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }

    private static unsafe Version? ReadVersion(nint function)
    {
        var call = (delegate* unmanaged<byte*>)function;
        string text = Marshal.PtrToStringUTF8((nint)call()) ?? "";
        return System.Version.TryParse(text, out Version? version)
            ? version
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"glibc calls its version '{text}'."));
    }
}
