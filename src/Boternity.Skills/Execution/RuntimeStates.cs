using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Permissions;
using Boternity.Skills.Scripts;
using Boternity.Skills.Wasm.Guests;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Execution;

/// <summary>
/// The states of initialised script runtimes on disk: a file for each, named by all that it depends on, with its digest
/// before it. Nothing of any run is in one. They are for the owner alone, and are not used where others can write.
/// </summary>
internal sealed class RuntimeStates(
    string cachePath, TimeSpan lifetime, TimeProvider time, ILogger<RuntimeStates> logger)
{
    private const string Suffix = ".state";
    private const int KeptFiles = 12;
    private const int BufferBytes = 80 * 1024;
    private const long MaxBytes = 512L << 20;

    // What is kept means the same to the same build of the engine alone.
    private static readonly string Build = string.Join(
        '|',
        typeof(RuntimeStates).Module.ModuleVersionId,
        typeof(GuestSystem).Module.ModuleVersionId);

    private readonly string _root = Path.Combine(cachePath, "runtimes");

    /// <summary>The place of a state; null where none are kept. It costs nothing until it is used.</summary>
    /// <param name="engine">The engine's name and settings.</param>
    /// <param name="runtime">The runtime.</param>
    /// <param name="key">What the initialisation depends on besides.</param>
    public IWasmStateStore? Of(string engine, LoadedRuntime runtime, string key) =>
        lifetime > TimeSpan.Zero ? new Place(this, engine, runtime, key) : null;

    private string PathOf(string engine, LoadedRuntime runtime, string key)
    {
        string all = string.Join('\0', Build, engine, runtime.Sha256, runtime.ContentSha256, key);
        return Path.Combine(_root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))) + Suffix);
    }

    private bool IsOurs()
    {
        if (OwnedDirectory.FindProblem(_root) is not { } problem)
        {
            return true;
        }

        ExecutionLog.StatesNotUsed(logger, _root, problem);
        return false;
    }

    private ReadOnlyMemory<byte>? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length is < SHA256.HashSizeInBytes or > MaxBytes
                || time.GetUtcNow() - file.LastWriteTimeUtc > lifetime)
            {
                return null;
            }

            byte[] content = File.ReadAllBytes(path);
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(content.AsSpan(SHA256.HashSizeInBytes), digest);
            if (content.AsSpan().StartsWith(digest))
            {
                return content.AsMemory(SHA256.HashSizeInBytes);
            }

            ExecutionLog.StateDamaged(logger, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ExecutionLog.StateFailed(logger, path, exception.Message);
        }

        return null;
    }

    private void Write(string path, Action<Stream> write)
    {
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
                .EnumerateFiles($"*{Suffix}")
                .OrderByDescending(static file => file.LastWriteTimeUtc)
                .Skip(KeptFiles))
            {
                old.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ExecutionLog.StateFailed(logger, path, exception.Message);
            File.Delete(staged);
        }
    }

    private sealed class Place(RuntimeStates states, string engine, LoadedRuntime runtime, string key) : IWasmStateStore
    {
        public ReadOnlyMemory<byte>? Find() =>
            states.IsOurs() ? states.Read(states.PathOf(engine, runtime, key)) : null;

        public void Save(Action<Stream> write)
        {
            if (states.IsOurs())
            {
                states.Write(states.PathOf(engine, runtime, key), write);
            }
        }
    }
}
