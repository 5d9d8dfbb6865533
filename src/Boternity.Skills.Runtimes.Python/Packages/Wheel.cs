using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python.Packages;

/// <summary>A wheel that was read: what it is, and its files where Python looks for them.</summary>
internal sealed record Wheel(string FileName, ScriptPackage Package, IReadOnlyDictionary<string, byte[]> Files)
{
    private const int UnixLink = 0xA;

    private static readonly string[] MachineCode = [".so", ".pyd", ".dll", ".dylib", ".exe", ".a", ".o"];

    /// <summary>Reads a wheel and checks it whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">The digest that it must have; null for any.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="Scripts.ScriptRuntimeException">The wheel cannot be used.</exception>
    public static Wheel Read(string path, string? sha256, PythonOptions options)
    {
        string fileName = Path.GetFileName(path);
        var name = WheelName.Parse(fileName);
        byte[] content = ReadFile(path, fileName, options.MaxWheelBytes);
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        if (sha256 is not null && !string.Equals(sha256, digest, StringComparison.OrdinalIgnoreCase))
        {
            throw PythonPackageErrors.Create(fileName, $"its SHA-256 is {digest}, not {sha256}");
        }

        try
        {
            var package = new ScriptPackage { Name = name.Name, Version = name.Version, Sha256 = digest };
            return new Wheel(fileName, package, ReadEntries(content, fileName, options));
        }
        catch (InvalidDataException exception)
        {
            throw PythonPackageErrors.Create(fileName, "it is damaged", exception);
        }
    }

    private static byte[] ReadFile(string path, string fileName, int maxBytes)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > maxBytes)
            {
                throw PythonPackageErrors.Create(
                    fileName,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it has {stream.Length:N0} bytes, and {maxBytes:N0} are the limit (MaxWheelBytes)"));
            }

            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw PythonPackageErrors.Create(fileName, "it cannot be read", exception);
        }
    }

    private static Dictionary<string, byte[]> ReadEntries(byte[] content, string fileName, PythonOptions options)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        if (archive.Entries.Count > options.MaxPackageFiles)
        {
            throw PythonPackageErrors.Create(
                fileName,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it has more than {options.MaxPackageFiles:N0} files (MaxPackageFiles)"));
        }

        long left = options.MaxPackageBytes;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            CheckEntry(entry, fileName);
            if (entry.FullName.EndsWith('/'))
            {
                continue;
            }

            byte[] bytes = ReadEntry(entry, fileName, left, options.MaxPackageBytes);
            left -= bytes.Length;
            string? target = WhereItGoes(entry.FullName);
            if (target is not null && !files.TryAdd(target, bytes))
            {
                throw PythonPackageErrors.Create(fileName, $"'{target}' stands in it twice");
            }
        }

        return files;
    }

    private static void CheckEntry(ZipArchiveEntry entry, string fileName)
    {
        string path = entry.FullName.EndsWith('/') ? entry.FullName[..^1] : entry.FullName;
        bool isPlain = path.Length is > 0 and <= 500
            && path.Split('/').All(static segment => segment is not ("" or "." or ".."))
            && !path.Any(static c => char.IsControl(c) || c is '\\' or ':');
        if (!isPlain)
        {
            throw PythonPackageErrors.Create(fileName, "a path in it is not one of a plain file below the package");
        }

        if ((entry.ExternalAttributes >>> 28) == UnixLink)
        {
            throw PythonPackageErrors.Create(fileName, $"'{path}' in it is a link");
        }

        if (Array.Exists(MachineCode, end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
        {
            throw PythonPackageErrors.Create(
                fileName, $"'{path}' in it is machine code, which the sandbox does not run");
        }
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry, string fileName, long left, int maxBytes)
    {
        // What the archive says of its sizes is its author's word; what is read is counted.
        using var bytes = new MemoryStream();
        using Stream stream = entry.Open();
        byte[] buffer = new byte[81920];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            if (bytes.Length + count > left)
            {
                throw PythonPackageErrors.Create(
                    fileName,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it unpacks to more than {maxBytes:N0} bytes (MaxPackageBytes)"));
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }

    /// <summary>
    /// The place below the packages' folder; null for what is no module, such as programs and headers.
    /// </summary>
    private static string? WhereItGoes(string path)
    {
        string[] segments = path.Split('/');
        if (!segments[0].EndsWith(".data", StringComparison.Ordinal))
        {
            return path;
        }

        return segments.Length > 2 && segments[1] is "purelib" or "platlib" ? string.Join('/', segments[2..]) : null;
    }
}
