using System.Security.Cryptography;
using Boternity.Skills.Collections;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Approval;

/// <summary>What an update changes. Every list is sorted (ordinal, or by the capability's value).</summary>
public sealed record SkillDifference
{
    /// <summary>Gets the files that are new.</summary>
    public IReadOnlyList<string> FilesAdded { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the files that are gone.</summary>
    public IReadOnlyList<string> FilesRemoved { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the files with other content.</summary>
    public IReadOnlyList<string> FilesChanged { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the capabilities that the new version asks for and the old did not.</summary>
    public IReadOnlyList<SkillCapability> CapabilitiesAdded { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the capabilities that the old version asked for and the new does not.</summary>
    public IReadOnlyList<SkillCapability> CapabilitiesRemoved { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the secrets that the new version asks for and the old did not.</summary>
    public IReadOnlyList<string> SecretsAdded { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the secrets that the old version asked for and the new does not.</summary>
    public IReadOnlyList<string> SecretsRemoved { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets a value indicating whether nothing changed.</summary>
    public bool IsEmpty =>
        FilesAdded.Count + FilesRemoved.Count + FilesChanged.Count == 0
        && CapabilitiesAdded.Count + CapabilitiesRemoved.Count + SecretsAdded.Count + SecretsRemoved.Count == 0;

    /// <summary>What installing a package in place of an installed skill would change.</summary>
    public static SkillDifference Between(InstalledSkill installed, SkillPackage package)
    {
        ArgumentNullException.ThrowIfNull(installed);
        ArgumentNullException.ThrowIfNull(package);

        // A stub was written by this library, not by the author.
        Dictionary<string, string> before = installed.Files
            .Where(file => installed.WasmKind != WasmBinaryKind.Stub || file.Path != SkillPackage.WasmFileName)
            .ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        Dictionary<string, string> after = package.Files.ToDictionary(
            file => file.Path,
            file => Convert.ToHexStringLower(SHA256.HashData(file.Content.Span)),
            StringComparer.Ordinal);
        return Between(before, installed.Manifest, after, package.Manifest);
    }

    /// <summary>
    /// What lies between two installed versions of a skill, executable bits and compiled programs included.
    /// </summary>
    public static SkillDifference Between(InstalledSkill before, InstalledSkill after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return Between(Marks(before), before.Manifest, Marks(after), after.Manifest);

        static Dictionary<string, string> Marks(InstalledSkill skill) => skill.Files.ToDictionary(
            file => file.Path, file => file.IsExecutable ? $"{file.Sha256} x" : file.Sha256, StringComparer.Ordinal);
    }

    private static SkillDifference Between(
        Dictionary<string, string> before,
        SkillManifest old,
        Dictionary<string, string> after,
        SkillManifest now) => new()
        {
            FilesAdded = Sorted(after.Keys.Except(before.Keys)),
            FilesRemoved = Sorted(before.Keys.Except(after.Keys)),
            FilesChanged = Sorted(
                after
                    .Where(file => before.TryGetValue(file.Key, out string? mark) && mark != file.Value)
                    .Select(file => file.Key)),
            CapabilitiesAdded = [.. now.Capabilities.Except(old.Capabilities).Order()],
            CapabilitiesRemoved = [.. old.Capabilities.Except(now.Capabilities).Order()],
            SecretsAdded = Sorted(now.Secrets.Except(old.Secrets)),
            SecretsRemoved = Sorted(old.Secrets.Except(now.Secrets)),
        };

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
