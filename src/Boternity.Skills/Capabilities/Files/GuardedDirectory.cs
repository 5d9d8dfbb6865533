using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// A directory in a skill's hands: below one grant, which decides on every operation, and within the execution's quota. WASI's preopens and
/// descriptors are these; the skill's own <c>read-file</c> and <c>write-file</c> go through them too.
/// </summary>
internal sealed class GuardedDirectory : IDisposable
{
    private readonly SandboxDirectory _directory;
    private readonly SkillDirectoryGrant _grant;
    private readonly CapabilityGate _gate;
    private readonly FileQuota _quota;
    private readonly SkillHostOptions _options;
    private bool _isDisposed;

    private GuardedDirectory(
        SandboxDirectory directory, SkillDirectoryGrant grant, CapabilityGate gate, FileQuota quota, SkillHostOptions options)
    {
        _directory = directory;
        _grant = grant;
        _gate = gate;
        _quota = quota;
        _options = options;
    }

    /// <summary>What the grant allows here.</summary>
    public SkillFileAccess Access => _grant.Access;

    public static GuardedDirectory OpenRoot(SkillDirectoryGrant grant, CapabilityGate gate, FileQuota quota, SkillHostOptions options) =>
        Charge(quota, () => new GuardedDirectory(SandboxDirectory.Open(grant.HostPath), grant, gate, quota, options));

    /// <summary>Opens a directory below this one.</summary>
    public GuardedDirectory OpenDirectory(IReadOnlyList<string> path)
    {
        // To hold a directory is to be able to ask it; each question is decided by itself.
        Require(_grant.Access.HasFlag(SkillFileAccess.Read) ? SkillCapability.ReadFile : SkillCapability.WriteFile);
        return Charge(_quota, () => new GuardedDirectory(_directory.OpenDirectory(path), _grant, _gate, _quota, _options));
    }

    /// <summary>Opens a regular file below this directory.</summary>
    public GuardedFile OpenFile(IReadOnlyList<string> path, SandboxOpen open)
    {
        if (open.HasFlag(SandboxOpen.Read))
        {
            Require(SkillCapability.ReadFile);
        }

        if ((open & (SandboxOpen.Write | SandboxOpen.Create | SandboxOpen.Truncate)) != 0)
        {
            Require(SkillCapability.WriteFile);
        }

        if ((open & (SandboxOpen.Read | SandboxOpen.Write)) == 0)
        {
            throw new SandboxException(SandboxError.Invalid, "a file is opened to be read, to be written, or both");
        }

        if (open.HasFlag(SandboxOpen.Create) && _directory.GetKind(path) is null)
        {
            _quota.Create();
        }

        return Charge(_quota, () => new GuardedFile(_directory.OpenFile(path, open, out _), open, _quota));
    }

    /// <summary>What is known of an entry; an empty path is this directory. Links are described, not followed.</summary>
    public SandboxEntry GetEntry(IReadOnlyList<string> path)
    {
        Require(SkillCapability.ReadFile);
        return _directory.GetEntry(path);
    }

    public IReadOnlyList<SandboxListing> List()
    {
        Require(SkillCapability.ReadFile);
        return _directory.List(_options.MaxDirectoryEntries);
    }

    public void CreateDirectory(IReadOnlyList<string> path)
    {
        Require(SkillCapability.WriteFile);
        _quota.Create();
        _directory.CreateDirectory(path);
    }

    public void RemoveDirectory(IReadOnlyList<string> path)
    {
        Require(SkillCapability.WriteFile);
        _directory.RemoveDirectory(path);
    }

    public void RemoveFile(IReadOnlyList<string> path)
    {
        Require(SkillCapability.WriteFile);
        _directory.RemoveFile(path);
    }

    public void Rename(IReadOnlyList<string> path, GuardedDirectory target, IReadOnlyList<string> targetPath)
    {
        Require(SkillCapability.WriteFile);
        target.Require(SkillCapability.WriteFile);

        // What is moved out of a place where it may not be read must not become readable by that.
        if (target._grant.Access.HasFlag(SkillFileAccess.Read))
        {
            Require(SkillCapability.ReadFile);
        }

        _directory.Rename(path, target._directory, targetPath);
    }

    /// <summary>Replaces a file as a whole.</summary>
    public void Replace(IReadOnlyList<string> path, ReadOnlySpan<byte> content)
    {
        Require(SkillCapability.WriteFile);
        if (_directory.GetKind(path) is null)
        {
            _quota.Create();
        }

        _quota.Write(content.Length, content.Length);
        _directory.Replace(path, content);
    }

    public void Sync()
    {
        Require(SkillCapability.WriteFile);
        _directory.Sync();
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _directory.Dispose();
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

    private void Require(SkillCapability capability)
    {
        SkillFileAccess needed = capability == SkillCapability.ReadFile ? SkillFileAccess.Read : SkillFileAccess.Write;
        if (!_gate.Pass(capability, _grant.GuestPath, _grant.Access.HasFlag(needed)))
        {
            throw new SandboxException(SandboxError.NotPermitted, _gate.DeniedText(capability));
        }
    }
}
