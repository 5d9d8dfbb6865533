using System.Text;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>One run's files: finds the grant that a path lies in, and opens the granted directories.</summary>
internal sealed class GrantedFiles(CapabilityPolicy policy, CapabilityMeter meter, SkillHostOptions options)
    : IGuestFileSystem, IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly FileQuota _quota = new(options);
    private readonly Dictionary<SkillDirectoryGrant, GrantedDirectory> _roots = [];
    private readonly Dictionary<OwnDirectory, GrantedDirectory> _own = [];

    /// <summary>Opens every granted directory. They stay this object's to dispose of.</summary>
    /// <exception cref="SkillExecutionException">A granted directory cannot be opened.</exception>
    public IReadOnlyList<PreopenedDirectory> OpenDirectories()
    {
        try
        {
            return
            [
                .. policy.Directories
                    .Where(grant => grant.Access != SkillFileAccess.None)
                    .Select(
                        grant => new PreopenedDirectory { GuestPath = grant.GuestPath, Directory = OpenRoot(grant) }),
            ];
        }
        catch (GuestFileException e)
        {
            // The host granted what it does not have; the skill can do nothing about it.
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionHostFailed,
                $"A directory that was granted to '{meter.Context.SkillName}' cannot be opened: {e.Message}.",
                e);
        }
    }

    /// <summary>Counts what the run has open, and what it wrote and created.</summary>
    public FileQuota Quota => _quota;

    /// <summary>
    /// Gives a directory that is the run's own, whatever was granted. It is opened when the guest first uses it, which
    /// ends the run with a <see cref="SkillExecutionException"/> where that fails. It stays this object's to dispose
    /// of.
    /// </summary>
    public PreopenedDirectory OpenOwn(OwnDirectory own)
    {
        if (!_own.TryGetValue(own, out GrantedDirectory? directory))
        {
            directory = GrantedDirectory.OpenWhenUsed(own, () => Open(own), meter, _quota, options);
            _own.Add(own, directory);
        }

        return new PreopenedDirectory { GuestPath = own.GuestPath, Directory = directory };
    }

    /// <summary><c>read-file</c>.</summary>
    public SkillHostResult Read(string path) => Attempt(SkillCapability.ReadFile, path, (directory, below) =>
    {
        using GrantedFile file = directory.OpenFile(below, GuestOpenFlags.Read);
        return Decode(file.ReadAll());
    });

    /// <summary><c>write-file</c>.</summary>
    public SkillHostResult Write(string path, string content) =>
        Attempt(SkillCapability.WriteFile, path, (directory, below) =>
        {
            directory.Replace(below, Utf8.GetBytes(content));
            return "";
        });

    public void Dispose()
    {
        foreach (GrantedDirectory root in _roots.Values.Concat(_own.Values))
        {
            root.Dispose();
        }

        _roots.Clear();
        _own.Clear();
    }

    private static string Decode(byte[] content)
    {
        try
        {
            return Utf8.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new GuestFileException(GuestFileError.Invalid, "the file is not UTF-8 text", e);
        }
    }

    private SkillHostResult Attempt(
        SkillCapability capability, string path, Func<GrantedDirectory, IReadOnlyList<string>, string> action)
    {
        SkillFileAccess access = capability == SkillCapability.ReadFile ? SkillFileAccess.Read : SkillFileAccess.Write;
        try
        {
            // Whoever may use no file at all learns that, not how paths are written.
            if (policy.CheckFiles(access) is { } noFiles)
            {
                return Deny(capability, path, noFiles);
            }

            SkillDenialReason? denial = policy.CheckFile(ConfinedPath.Read(path), access, out var found);
            return denial is { } reason
                ? Deny(capability, path, reason)
                : SkillHostResult.Ok(action(OpenRoot(found.Grant), found.Below));
        }
        catch (GuestFileException e) when (e.Error == GuestFileError.NotPermitted)
        {
            return Deny(capability, path, SkillDenialReason.OutsideDirectories);
        }
        catch (GuestFileException e)
        {
            return SkillHostResult.Fail($"{capability.ToName()} failed: {e.Message}");
        }
    }

    private SkillHostResult Deny(SkillCapability capability, string path, SkillDenialReason reason)
    {
        meter.Admit(capability, path, reason);
        return SkillHostResult.Fail(meter.DeniedText(capability));
    }

    private ConfinedDirectory Open(OwnDirectory own)
    {
        try
        {
            return ConfinedDirectory.Open(own.FindHostPath());
        }
        catch (GuestFileException e)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionHostFailed,
                $"The directory for {own.GuestPath} of '{meter.Context.SkillName}' cannot be opened: {e.Message}.",
                e);
        }
    }

    private GrantedDirectory OpenRoot(SkillDirectoryGrant grant)
    {
        if (!_roots.TryGetValue(grant, out GrantedDirectory? root))
        {
            root = GrantedDirectory.OpenRoot(grant, meter, _quota.Below(grant.MaxBytesWritten), options);
            _roots.Add(grant, root);
        }

        return root;
    }
}
