using System.Text;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>One run's files: finds the grant that a path lies in, and opens the granted directories.</summary>
internal sealed class FileGuard(CapabilityPolicy policy, CapabilityGate gate, SkillHostOptions options) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly FileQuota _quota = new(options);
    private readonly Dictionary<SkillDirectoryGrant, GuardedDirectory> _roots = [];

    /// <summary>Every granted directory with the path that the skill knows it by; for WASI's preopens. They stay this guard's to dispose of.</summary>
    /// <exception cref="SandboxException">A granted directory cannot be opened.</exception>
    public IReadOnlyList<(string GuestPath, GuardedDirectory Directory)> OpenAll() =>
        [.. policy.Directories.Where(grant => grant.Access != SkillFileAccess.None).Select(grant => (grant.GuestPath, OpenRoot(grant)))];

    public SkillHostResult Read(string path) => Attempt(SkillCapability.ReadFile, path, (directory, below) =>
    {
        using GuardedFile file = directory.OpenFile(below, SandboxOpen.Read);
        return Decode(file.ReadAll());
    });

    public SkillHostResult Write(string path, string content) => Attempt(SkillCapability.WriteFile, path, (directory, below) =>
    {
        directory.Replace(below, Utf8.GetBytes(content));
        return "";
    });

    public void Dispose()
    {
        foreach (GuardedDirectory root in _roots.Values)
        {
            root.Dispose();
        }

        _roots.Clear();
    }

    private static string Decode(byte[] content)
    {
        try
        {
            return Utf8.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new SandboxException(SandboxError.Invalid, "the file is not UTF-8 text", e);
        }
    }

    private SkillHostResult Attempt(SkillCapability capability, string path, Func<GuardedDirectory, IReadOnlyList<string>, string> action)
    {
        SkillFileAccess needed = capability == SkillCapability.ReadFile ? SkillFileAccess.Read : SkillFileAccess.Write;
        try
        {
            if (!policy.MayUseFiles(needed) || policy.FindDirectory(SandboxPath.Read(path)) is not var (grant, below) || !grant.Access.HasFlag(needed))
            {
                return Deny(capability, path);
            }

            return SkillHostResult.Ok(action(OpenRoot(grant), below));
        }
        catch (SandboxException e) when (e.Error == SandboxError.NotPermitted)
        {
            return Deny(capability, path);
        }
        catch (SandboxException e)
        {
            return SkillHostResult.Fail($"{capability.ToName()} failed: {e.Message}");
        }
    }

    private SkillHostResult Deny(SkillCapability capability, string path)
    {
        gate.Pass(capability, path, isPermitted: false);
        return SkillHostResult.Fail(gate.DeniedText(capability));
    }

    private GuardedDirectory OpenRoot(SkillDirectoryGrant grant)
    {
        if (!_roots.TryGetValue(grant, out GuardedDirectory? root))
        {
            root = GuardedDirectory.OpenRoot(grant, gate, _quota, options);
            _roots.Add(grant, root);
        }

        return root;
    }
}
