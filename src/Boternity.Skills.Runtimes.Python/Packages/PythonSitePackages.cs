using System.Globalization;
using System.IO.Compression;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python.Packages;

/// <summary>All packages of a runtime, and one archive with their modules, which scripts import from.</summary>
internal sealed class PythonSitePackages
{
    private PythonSitePackages(IReadOnlyList<ScriptPackage> packages, byte[] archive)
    {
        Packages = packages;
        Archive = archive;
    }

    public IReadOnlyList<ScriptPackage> Packages { get; }

    public ReadOnlyMemory<byte> Archive { get; }

    /// <summary>Reads what the options name.</summary>
    /// <exception cref="ScriptRuntimeException">A package cannot be used.</exception>
    public static PythonSitePackages Read(PythonOptions options)
    {
        List<Wheel> wheels = [];
        foreach (PythonPackageFile file in options.Packages)
        {
            wheels.Add(Wheel.Read(file.Path, file.Sha256, options));
        }

        if (options.WheelDirectory is not null)
        {
            wheels.AddRange(ListWheels(options.WheelDirectory).Select(path => Wheel.Read(path, null, options)));
        }

        CheckNames(wheels);
        SortedDictionary<string, byte[]> files = Merge(wheels, options);
        ScriptPackage[] packages =
        [
            .. wheels
                .Select(static wheel => wheel.Package)
                .OrderBy(static package => package.Name, StringComparer.Ordinal),
        ];
        return new PythonSitePackages(packages, Pack(files));
    }

    private static string[] ListWheels(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFiles(directory, "*.whl").Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ScriptRuntimeException(
                "python", $"The directory of Python packages '{directory}' cannot be read.", exception);
        }
    }

    private static void CheckNames(IEnumerable<Wheel> wheels)
    {
        var known = new Dictionary<string, Wheel>(StringComparer.OrdinalIgnoreCase);
        foreach (Wheel wheel in wheels)
        {
            string name = wheel.Package.Name.Replace('.', '_').Replace('-', '_');
            if (!known.TryAdd(name, wheel))
            {
                throw PythonPackageErrors.Create(
                    wheel.FileName, $"'{known[name].FileName}' is the same package, and scripts can have one");
            }
        }
    }

    private static SortedDictionary<string, byte[]> Merge(IEnumerable<Wheel> wheels, PythonOptions options)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (Wheel wheel in wheels)
        {
            foreach ((string path, byte[] content) in wheel.Files)
            {
                if (!files.TryAdd(path, content))
                {
                    if (!files[path].AsSpan().SequenceEqual(content))
                    {
                        throw PythonPackageErrors.Create(
                            wheel.FileName, $"'{path}' is in '{owners[path]}' too, with other content");
                    }

                    continue;
                }

                owners.Add(path, wheel.FileName);
                bytes += content.Length;
                if (files.Count > options.MaxPackageFiles || bytes > options.MaxPackageBytes)
                {
                    throw PythonPackageErrors.Create(
                        wheel.FileName,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"with it all packages have more than {options.MaxPackageFiles:N0} files (MaxPackageFiles) "
                            + $"or {options.MaxPackageBytes:N0} bytes (MaxPackageBytes)"));
                }
            }
        }

        return files;
    }

    private static byte[] Pack(SortedDictionary<string, byte[]> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, byte[] content) in files)
            {
                // Stored as it is: it never leaves memory, and scripts need not unpack it.
                ZipArchiveEntry entry = archive.CreateEntry(path, CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream target = entry.Open();
                target.Write(content);
            }
        }

        return stream.ToArray();
    }
}
