using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>Small packages and installed skills for tests that need one of some kind.</summary>
internal static class TestSkills
{
    /// <summary>The eight bytes of an empty core module: core specification, section 5.5.16.</summary>
    public static readonly byte[] EmptyModule = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00];

    /// <summary>The eight bytes of an empty component: Component Model, Binary.md.</summary>
    public static readonly byte[] EmptyComponent = [0x00, 0x61, 0x73, 0x6D, 0x0D, 0x00, 0x01, 0x00];

    public static SkillManifest Manifest(string name = "probe", SkillType type = SkillType.Tool) =>
        new() { Name = name, Description = $"The skill {name}.", Type = type };

    public static SkillSource Source(string path = "skills/probe", string registry = "local") =>
        new() { Registry = registry, Path = path };

    public static DiscoveredSkill Discovered(string name, string registry = "local", string? path = null) =>
        new() { Source = Source(path ?? name, registry), Manifest = Manifest(name) };

    public static SkillPackage Package(
        SkillManifest manifest, string body, params (string Path, byte[] Content)[] files)
    {
        byte[] text = Encoding.UTF8.GetBytes(
            $"---\nname: {manifest.Name}\ndescription: {manifest.Description}\n---\n{body}");
        return new SkillPackage
        {
            Source = Source(manifest.Name),
            Document = new SkillDocument { Manifest = manifest, Body = body, Diagnostics = [] },
            Files =
            [
                .. files.Append((Path: SkillPackage.ManifestFileName, Content: text))
                    .OrderBy(file => file.Path, StringComparer.Ordinal)
                    .Select(file => new SkillPackageFile { Path = file.Path, Content = file.Content }),
            ],
        };
    }

    /// <summary>A tool skill as the store would return it, with its program on disk.</summary>
    public static InstalledSkill Installed(
        string root,
        WasmBinaryKind kind,
        byte[] wasm,
        SkillTrustTier tier = SkillTrustTier.Untrusted,
        string name = "probe")
    {
        string wasmPath = Path.Combine(root, SkillPackage.WasmFileName);
        File.WriteAllBytes(wasmPath, wasm);
        return new InstalledSkill
        {
            SkillId = name,
            RootPath = root,
            WasmPath = wasmPath,
            WasmKind = kind,
            Manifest = Manifest(name),
            Source = Source(name),
            TrustTier = tier,
            InstalledAt = DateTimeOffset.UnixEpoch,
            Files =
            [
                new InstalledFile
                {
                    Path = SkillPackage.WasmFileName,
                    Size = wasm.Length,
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(wasm)),
                },
            ],
        };
    }
}
