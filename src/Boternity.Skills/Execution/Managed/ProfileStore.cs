using System.IO.Abstractions;
using Boternity.Skills.Permissions;
using Boternity.Skills.Wasm.Programs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Execution.Managed;

/// <summary>
/// Profiles of programs on disk, by the SHA-256 of their binaries. They only make things faster: what cannot be read or
/// written is logged and done without.
/// </summary>
internal sealed class ProfileStore
{
    /// <summary>The most profiles that are kept; those that were written longest ago go first.</summary>
    public const int MaxProfiles = 256;

    private const string Extension = ".profile";

    private readonly IFileSystem _fileSystem;
    private readonly ILogger<ProfileStore> _logger;
    private readonly string _directory;
    private readonly OwnedFiles _files;
    private readonly bool _isOn;

    public ProfileStore(
        IOptions<BoternitySkillsOptions> options, IFileSystem fileSystem, ILogger<ProfileStore> logger)
    {
        _fileSystem = fileSystem;
        _logger = logger;
        _directory = fileSystem.Path.Combine(options.Value.CachePath, "profiles");
        _files = new OwnedFiles(
            fileSystem, _directory, (path, problem) => ExecutionLog.ProfilesNotUsed(logger, path, problem));
        _isOn = options.Value.KeepProfiles;
    }

    /// <summary>Reads the profile of a program; null where there is none.</summary>
    public byte[]? Find(string sha256)
    {
        if (!_isOn || !_files.MayUse(_directory))
        {
            return null;
        }

        string path = PathOf(sha256);
        try
        {
            return _fileSystem.File.Exists(path)
                ? PlainFile.Read(_fileSystem, path, ProgramProfile.MaxBytes)
                : null;
        }
        catch (Exception exception) when (IsDisk(exception))
        {
            ExecutionLog.ProfileUnavailable(_logger, path, exception);
            return null;
        }
    }

    /// <summary>Keeps the profile of a program, in place of the one before.</summary>
    public void Save(string sha256, byte[] profile)
    {
        if (!_isOn || !_files.MayUse(_directory))
        {
            return;
        }

        string path = PathOf(sha256);
        string temporary = _fileSystem.Path.Combine(_directory, _fileSystem.Path.GetRandomFileName());
        try
        {
            _files.Write(temporary, profile);
            _fileSystem.File.Move(temporary, path, overwrite: true);
            Trim();
        }
        catch (Exception exception) when (IsDisk(exception))
        {
            ExecutionLog.ProfileUnavailable(_logger, path, exception);
        }
    }

    private void Trim()
    {
        IFileInfo[] files = _fileSystem.DirectoryInfo.New(_directory).GetFiles();
        foreach (IFileInfo file in files
            .OrderByDescending(static file => file.LastWriteTimeUtc)
            .Skip(MaxProfiles))
        {
            file.Delete();
        }
    }

    private string PathOf(string sha256) => _fileSystem.Path.Combine(_directory, sha256 + Extension);

    private static bool IsDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
