using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Permissions;
using Boternity.Skills.Scripts;
using Boternity.Skills.Wasm.Guests;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Execution;

/// <summary>
/// Files of script runtimes on disk, for later processes: each is named by all that it depends on, with its digest
/// before it. They are for the owner alone, and are not used where others can write.
/// </summary>
/// <param name="cachePath">The host's cache.</param>
/// <param name="suffix">Tells what the files hold.</param>
/// <param name="maxFiles">How many are kept; those that were used longest ago go first.</param>
/// <param name="lifetime">How long one is used; null for good.</param>
/// <param name="time">The host's clock.</param>
/// <param name="logger">Is told what cannot be used.</param>
internal sealed class RuntimeFiles(
    string cachePath, string suffix, int maxFiles, TimeSpan? lifetime, TimeProvider time, ILogger logger)
{
    private const int BufferBytes = 80 * 1024;
    private const long MaxBytes = 512L << 20;

    // What is kept means the same to the same build of the engine alone.
    private static readonly string Build = string.Join(
        '|',
        typeof(RuntimeFiles).Module.ModuleVersionId,
        typeof(GuestSystem).Module.ModuleVersionId);

    private readonly string _root = Path.Combine(cachePath, "runtimes");

    /// <summary>The path of a file.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="keys">What the file depends on besides the runtime and this library.</param>
    public string PathOf(LoadedRuntime runtime, params ReadOnlySpan<string> keys)
    {
        string all = string.Join('\0', [Build, runtime.Sha256, runtime.ContentSha256, .. keys]);
        return Path.Combine(_root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))) + suffix);
    }

    /// <summary>Reads a file; null where it is not there, too old, damaged, or others can write there.</summary>
    public ReadOnlyMemory<byte>? Find(string path)
    {
        if (!IsOurs())
        {
            return null;
        }

        try
        {
            var file = new FileInfo(path);
            if (!file.Exists
                || (lifetime is { } longest && time.GetUtcNow() - file.LastWriteTimeUtc > longest))
            {
                return null;
            }

            if (PlainFile.Read(new FileSystem(), path, MaxBytes) is not { Length: >= SHA256.HashSizeInBytes } content)
            {
                return null;
            }

            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(content.AsSpan(SHA256.HashSizeInBytes), digest);
            if (content.AsSpan().StartsWith(digest))
            {
                if (lifetime is null)
                {
                    file.LastWriteTimeUtc = time.GetUtcNow().UtcDateTime;
                }

                return content.AsMemory(SHA256.HashSizeInBytes);
            }

            ExecutionLog.RuntimeFileDamaged(logger, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ExecutionLog.RuntimeFileFailed(logger, path, exception.Message);
        }

        return null;
    }

    /// <summary>Writes a file, in place of the one before.</summary>
    public void Save(string path, Action<Stream> write)
    {
        if (!IsOurs())
        {
            return;
        }

        string staged = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            OwnedDirectory.Create(_root);
            using (var stream = new FileStream(
                staged, OwnedDirectory.NewFile(FileAccess.ReadWrite, BufferBytes)))
            {
                stream.SetLength(SHA256.HashSizeInBytes);
                stream.Position = SHA256.HashSizeInBytes;
                write(stream);
                stream.Position = SHA256.HashSizeInBytes;
                byte[] digest = SHA256.HashData(stream);
                stream.Position = 0;
                stream.Write(digest);
            }

            File.Move(staged, path, overwrite: true);
            foreach (FileInfo old in new DirectoryInfo(_root)
                .EnumerateFiles($"*{suffix}")
                .OrderByDescending(static file => file.LastWriteTimeUtc)
                .Skip(maxFiles))
            {
                old.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ExecutionLog.RuntimeFileFailed(logger, path, exception.Message);
            File.Delete(staged);
        }
    }

    private bool IsOurs()
    {
        if (OwnedDirectory.FindProblem(_root) is not { } problem)
        {
            return true;
        }

        ExecutionLog.RuntimeFilesNotUsed(logger, _root, problem);
        return false;
    }
}
