using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// A directory in a skill's hands: what it may be used for is decided on every operation, within the execution's quota.
/// WASI's preopens and descriptors are these; the skill's own <c>read-file</c> and <c>write-file</c> go through
/// them too.
/// </summary>
internal sealed class GrantedDirectory : IGuestDirectory
{
    private readonly Lazy<ConfinedDirectory> _directory;
    private readonly string _guestPath;
    private readonly SkillFileAccess _granted;
    private readonly CapabilityMeter _meter;
    private readonly FileQuota _quota;
    private readonly SkillHostOptions _options;
    private bool _isDisposed;

    private GrantedDirectory(
        Lazy<ConfinedDirectory> directory,
        string guestPath,
        SkillFileAccess granted,
        CapabilityMeter meter,
        FileQuota quota,
        SkillHostOptions options)
    {
        _directory = directory;
        _guestPath = guestPath;
        _granted = granted;
        _meter = meter;
        _quota = quota;
        _options = options;
    }

    public bool CanWrite => _granted.HasFlag(SkillFileAccess.Write);

    public static GrantedDirectory OpenRoot(
        SkillDirectoryGrant grant, CapabilityMeter meter, FileQuota quota, SkillHostOptions options) =>
        Charge(quota, () => new GrantedDirectory(
            new Lazy<ConfinedDirectory>(ConfinedDirectory.Open(grant.HostPath)),
            grant.GuestPath,
            grant.Access,
            meter,
            quota,
            options));

    /// <summary>A directory that is opened when it is first used.</summary>
    /// <param name="own">The directory.</param>
    /// <param name="open">Opens it. What it throws is thrown by whatever uses the directory.</param>
    /// <param name="meter">Counts what it is used for.</param>
    /// <param name="quota">What may be written and held open.</param>
    /// <param name="options">The host's limits.</param>
    public static GrantedDirectory OpenWhenUsed(
        OwnDirectory own,
        Func<ConfinedDirectory> open,
        CapabilityMeter meter,
        FileQuota quota,
        SkillHostOptions options) =>
        Charge(quota, () => new GrantedDirectory(
            new Lazy<ConfinedDirectory>(open, LazyThreadSafetyMode.None),
            own.GuestPath,
            own.Access,
            meter,
            quota,
            options));

    public IGuestDirectory OpenDirectory(string path) => OpenDirectory(ConfinedPath.ReadRelative(path));

    /// <summary>Opens a directory below this one.</summary>
    public GrantedDirectory OpenDirectory(IReadOnlyList<string> path)
    {
        // To hold a directory is to be able to ask it; each question is decided by itself.
        RequireEither();
        return Charge(
            _quota,
            () => new GrantedDirectory(
                new Lazy<ConfinedDirectory>(_directory.Value.OpenDirectory(path)),
                _guestPath,
                _granted,
                _meter,
                _quota,
                _options));
    }

    public IGuestFile OpenFile(string path, GuestOpenFlags flags)
    {
        IReadOnlyList<string> names = ConfinedPath.ReadRelative(path);
        if (ConfinedPath.NamesDirectory(path))
        {
            RequireFor(flags);
            ThrowNoFile(names, flags.HasFlag(GuestOpenFlags.Create));
        }

        return OpenFile(names, flags);
    }

    /// <summary>Opens a regular file below this directory.</summary>
    public GrantedFile OpenFile(IReadOnlyList<string> path, GuestOpenFlags flags)
    {
        RequireFor(flags);
        if ((flags & (GuestOpenFlags.Read | GuestOpenFlags.Write)) == 0)
        {
            throw new GuestFileException(GuestFileError.Invalid, "a file is opened to be read, to be written, or both");
        }

        if (flags.HasFlag(GuestOpenFlags.Create) && _directory.Value.GetKind(path) is null)
        {
            _quota.Create();
        }

        return Charge(_quota, () => new GrantedFile(_directory.Value.OpenFile(path, flags, out _), flags, _quota));
    }

    public GuestFileInfo GetInfo(string path)
    {
        GuestFileInfo info = GetInfo(ConfinedPath.ReadRelative(path));
        return info.Kind == GuestFileKind.Directory || !ConfinedPath.NamesDirectory(path)
            ? info
            : throw new GuestFileException(GuestFileError.NotDirectory);
    }

    /// <summary>
    /// What is known of an entry; an empty path is this directory. Links are described, not followed.
    /// </summary>
    public GuestFileInfo GetInfo(IReadOnlyList<string> path)
    {
        RequireRead();
        return _directory.Value.GetInfo(path);
    }

    public IEnumerable<GuestDirectoryEntry> List()
    {
        RequireRead();
        return ListUpToLimit();
    }

    public void CreateDirectory(string path) => CreateDirectory(ConfinedPath.ReadRelative(path));

    public void CreateDirectory(IReadOnlyList<string> path)
    {
        RequireWrite();
        _quota.Create();
        _directory.Value.CreateDirectory(path);
    }

    public void RemoveDirectory(string path) => RemoveDirectory(ConfinedPath.ReadRelative(path));

    public void RemoveDirectory(IReadOnlyList<string> path)
    {
        RequireWrite();
        _directory.Value.RemoveDirectory(path);
    }

    public void RemoveFile(string path)
    {
        IReadOnlyList<string> names = ConfinedPath.ReadRelative(path);
        if (ConfinedPath.NamesDirectory(path))
        {
            RequireWrite();
            ThrowNoFile(names, mayCreate: false);
        }

        RemoveFile(names);
    }

    public void RemoveFile(IReadOnlyList<string> path)
    {
        RequireWrite();
        _directory.Value.RemoveFile(path);
    }

    public void Rename(string path, IGuestDirectory target, string targetPath)
    {
        if (target is not GrantedDirectory other)
        {
            throw new GuestFileException(GuestFileError.CrossDevice);
        }

        IReadOnlyList<string> names = ConfinedPath.ReadRelative(path);
        IReadOnlyList<string> targetNames = ConfinedPath.ReadRelative(targetPath);
        Rename(
            names,
            other,
            targetNames,
            ConfinedPath.NamesDirectory(path) || ConfinedPath.NamesDirectory(targetPath));
    }

    /// <summary>Renames an entry.</summary>
    /// <param name="path">What it is.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="targetPath">The path there.</param>
    /// <param name="namesDirectory">Whether one of the paths says that it is a directory.</param>
    public void Rename(
        IReadOnlyList<string> path,
        GrantedDirectory target,
        IReadOnlyList<string> targetPath,
        bool namesDirectory = false)
    {
        RequireWrite();
        target.RequireWrite();

        // What is moved out of a place where it may not be read must not become readable by that.
        if (target._granted.HasFlag(SkillFileAccess.Read))
        {
            RequireRead();
        }

        if (namesDirectory && _directory.Value.GetKind(path) is { } kind and not GuestFileKind.Directory)
        {
            throw new GuestFileException(
                kind == GuestFileKind.SymbolicLink ? GuestFileError.Link : GuestFileError.NotDirectory);
        }

        _directory.Value.Rename(path, target._directory.Value, targetPath);
    }

    /// <summary>Replaces a file as a whole.</summary>
    public void Replace(IReadOnlyList<string> path, ReadOnlySpan<byte> content)
    {
        RequireWrite();
        if (_directory.Value.GetKind(path) is null)
        {
            _quota.Create();
        }

        _quota.Write(content.Length, 0, 0);
        _directory.Value.Replace(path, content);
    }

    public void Sync()
    {
        RequireWrite();
        _directory.Value.Sync();
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_directory.IsValueCreated)
            {
                _directory.Value.Dispose();
            }

            _quota.Close();
        }
    }

    private static T Charge<T>(FileQuota quota, Func<T> open)
    {
        quota.Open();
        try
        {
            return open();
        }
        catch
        {
            quota.Close();
            throw;
        }
    }

    private IEnumerable<GuestDirectoryEntry> ListUpToLimit()
    {
        int listed = 0;
        foreach (GuestDirectoryEntry entry in _directory.Value.List())
        {
            if (++listed > _options.MaxDirectoryEntries)
            {
                throw new GuestFileException(
                    GuestFileError.TooLarge, $"the directory has more than {_options.MaxDirectoryEntries} entries");
            }

            yield return entry;
        }
    }

    // A path that ends in a slash names a directory, and nothing else (POSIX, section 4.16, "Pathname Resolution").
    private void ThrowNoFile(IReadOnlyList<string> path, bool mayCreate)
    {
        GuestFileError error = _directory.Value.GetKind(path) switch
        {
            GuestFileKind.Directory => GuestFileError.IsDirectory,
            GuestFileKind.SymbolicLink => GuestFileError.Link,
            null => mayCreate ? GuestFileError.IsDirectory : GuestFileError.NotFound,
            _ => GuestFileError.NotDirectory,
        };
        throw new GuestFileException(error);
    }

    private void RequireFor(GuestOpenFlags flags)
    {
        if (flags.HasFlag(GuestOpenFlags.Read))
        {
            RequireRead();
        }

        if ((flags & (GuestOpenFlags.Write | GuestOpenFlags.Create | GuestOpenFlags.Truncate)) != 0)
        {
            RequireWrite();
        }
    }

    private void RequireEither() =>
        Require(_granted.HasFlag(SkillFileAccess.Read) ? SkillCapability.ReadFile : SkillCapability.WriteFile);

    private void RequireRead() => Require(SkillCapability.ReadFile);

    // A directory that may only be read is a read-only mount: a program that tries to write there has its answer, and
    // has reached for nothing that was not granted.
    private void RequireWrite()
    {
        if (_granted == SkillFileAccess.Read)
        {
            throw new GuestFileException(GuestFileError.ReadOnly);
        }

        Require(SkillCapability.WriteFile);
    }

    private void Require(SkillCapability capability)
    {
        SkillFileAccess access = capability == SkillCapability.ReadFile ? SkillFileAccess.Read : SkillFileAccess.Write;
        if (!_meter.Admit(capability, _guestPath, CapabilityPolicy.CheckAccess(_granted, access)))
        {
            throw new GuestFileException(GuestFileError.NotPermitted, _meter.DeniedText(capability));
        }
    }
}
