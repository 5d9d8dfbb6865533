using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>
/// The file of the native library, looked at before it is loaded. The loader of Linux maps what the headers of a file
/// say without asking how long it is, so one that was cut off ends the process when it is loaded.
/// </summary>
internal static class LibraryFile
{
    private const int HeaderBytes = 64;
    private const int SegmentBytes = 56;
    private const int MaxSegments = 64;
    private const uint LoadedSegment = 1;

    /// <summary>Where the library is published; null where it is not.</summary>
    public static string? Find()
    {
        string name = OperatingSystem.IsWindows() ? "wasmtime.dll"
            : OperatingSystem.IsMacOS() ? "libwasmtime.dylib"
            : "libwasmtime.so";
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>What is wrong with a library of Linux, in words that follow its name; null for nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="architecture">The processor that it is to be for.</param>
    public static string? FindProblem(string path, Architecture architecture)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return FindProblem(file, architecture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {exception.Message}";
        }
    }

    private static string? FindProblem(FileStream file, Architecture architecture)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || !header.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return "is no library";
        }

        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        if (machine != (architecture == Architecture.X64 ? 0x3E : 0xB7))
        {
            return "is for another processor";
        }

        long table = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        if (count is 0 or > MaxSegments || table < HeaderBytes || table > file.Length - (count * SegmentBytes))
        {
            return "is no library";
        }

        file.Position = table;
        Span<byte> segment = stackalloc byte[SegmentBytes];
        for (int i = 0; i < count; i++)
        {
            file.ReadExactly(segment);
            ulong start = BinaryPrimitives.ReadUInt64LittleEndian(segment[8..]);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(segment[32..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == LoadedSegment
                && (start > (ulong)file.Length || length > (ulong)file.Length - start))
            {
                return string.Create(CultureInfo.InvariantCulture, $"is cut off after {file.Length} bytes");
            }
        }

        return null;
    }
}
