using Boternity.Skills.Packaging;
using Boternity.Skills.Schemas;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Storage;

/// <summary>
/// From a request to a staged skill: what would be written, with every digest, and what it would replace.
/// </summary>
internal sealed class SkillStaging(StoreLayout layout, StoreReader reader, TimeProvider time, ILogger logger)
{
    /// <summary>How many replaced versions are remembered.</summary>
    private const int MaxSuperseded = 100;

    /// <exception cref="SkillSchemaException">The input schema cannot be used.</exception>
    /// <exception cref="SkillPackageException">A path breaks the path rules, or the SKILL.md is missing.</exception>
    /// <exception cref="SkillStoreException">A tool skill comes without its program, or the content is not what the
    /// request expects.</exception>
    /// <exception cref="SkillConflictException">Another source's skill has the id, and the request does not say
    /// replace.</exception>
    public StagedSkill Stage(SkillStoreRequest request, string skillId, StorePlan plan)
    {
        InstalledSkill? installed = FindInstalled(skillId, request);
        foreach (string path in plan.LeftOut)
        {
            StoreLog.LeftOut(logger, PackageErrors.Show(path), skillId);
        }

        IReadOnlyList<InstalledFile> files = plan.Describe();
        string digest = StoreMetadataReader.DigestOf(files);
        CheckDigest(skillId, request, digest);
        string entry = layout.EntryPath(skillId);
        string content = layout.ContentPath(entry, skillId);
        return new StagedSkill
        {
            Request = request,
            Installed = installed,
            Skill = new InstalledSkill
            {
                SkillId = skillId,
                RootPath = content,
                WasmPath = request.Wasm is null ? null : layout.FilePath(content, SkillPackage.WasmFileName),
                WasmKind = request.Wasm?.Kind,
                IsStub = request.Wasm?.IsStub ?? false,
                IsDependency = request.IsDependency,
                Manifest = request.Package.Manifest,
                Scripts = request.Scripts,
                InputSchema = InputSchemas.Read(request.Package),
                Source = request.Package.Source,
                TrustTier = request.TrustTier,
                InstalledAt = time.GetUtcNow(),
                Files = files,
                ContentDigest = digest,
                TreeDigest = SkillDigest.OfGitTree(request.Package.Files),
                Supersedes = SupersededBy(digest, installed, request),
            },
        };
    }

    /// <summary>What has the id now; null for nothing.</summary>
    /// <exception cref="SkillStoreException">A file system that folds case would take the id for that of another
    /// skill.</exception>
    /// <exception cref="SkillConflictException">Another source's skill has the id, and the request does not say
    /// replace.</exception>
    public InstalledSkill? FindInstalled(string skillId, SkillStoreRequest request)
    {
        InstalledSkill? installed = Find(skillId, request.Conflict);
        if (installed is null)
        {
            return null;
        }

        if (installed.SkillId != skillId)
        {
            // One entry on Windows and macOS, two on Linux: what a store holds must not depend on where it lies.
            throw new SkillStoreException(
                SkillErrorCodes.StoreConflict,
                skillId,
                $"'{skillId}' is, for some file systems, the installed '{installed.SkillId}'. Use that name, or "
                    + $"remove it first.");
        }

        return request.Conflict == SkillConflictPolicy.Refuse && !installed.Source.IsSameSkillAs(request.Package.Source)
            ? throw new SkillConflictException(skillId, installed.Source, request.Package.Source)
            : installed;
    }

    /// <summary>The versions that content replaces, where it comes from the same source.</summary>
    public static IReadOnlyList<string> SupersededBy(
        string contentDigest, InstalledSkill? installed, SkillStoreRequest request) =>
        installed is null || !installed.Source.IsSameSkillAs(request.Package.Source)
            ? []
            : [
                .. installed.Supersedes
                    .Except([installed.ContentDigest])
                    .TakeLast(MaxSuperseded - 1)
                    .Append(installed.ContentDigest)
                    .Except([contentDigest]),
            ];

    private InstalledSkill? Find(string skillId, SkillConflictPolicy conflict)
    {
        try
        {
            return reader.FindTwin(skillId);
        }
        catch (SkillStoreException exception) when (conflict == SkillConflictPolicy.Replace
            && exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            return null;
        }
    }

    private static void CheckDigest(string skillId, SkillStoreRequest request, string digest)
    {
        if (request.ExpectedContentDigest is { } expected && digest != expected)
        {
            throw new SkillStoreException(
                SkillErrorCodes.StoreContent,
                skillId,
                $"The content of {request.Package.Source} is not what was expected: its digest is {digest}, not "
                    + $"{PackageErrors.Show(expected)}.");
        }
    }
}
