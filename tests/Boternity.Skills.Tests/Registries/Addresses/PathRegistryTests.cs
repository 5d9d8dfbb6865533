using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;

namespace Boternity.Skills.Tests.Registries.Addresses;

public sealed class PathRegistryTests
{
    private AddressBench _bench = null!;

    [SetUp]
    public async Task SetUp() => _bench = await AddressBench.StartAsync();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task InstallAsync_Folder_IsInstalledAndNotTrustedForBeingNamed()
    {
        Write("skills/notes");
        string folder = _bench.Directory.PathOf("skills", "notes");

        InstalledSkill skill = await InstallAsync(folder);

        Assert.That(skill.SkillId, Is.EqualTo("notes"));
        Assert.That(skill.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
        Assert.That(skill.Source.ToString(), Is.EqualTo(folder.Replace('\\', '/')));
        Assert.That((await InstallAsync(skill.Source.ToString())).Source, Is.EqualTo(skill.Source));
    }

    [Test]
    public async Task InstallAsync_FolderInAFolder_IsNamedByItsPath()
    {
        Write("skills/notes");
        Write("skills/mail");
        string folder = _bench.Directory.PathOf("skills");

        SkillAmbiguousException error = (await Assert.ThrowsAsync<SkillAmbiguousException>(
            () => InstallAsync(folder)))!;
        InstalledSkill skill = await InstallAsync($"{folder}//mail");

        Assert.That(error.Candidates, Has.Count.EqualTo(2));
        Assert.That(skill.Source.ToString(), Is.EqualTo($"{folder.Replace('\\', '/')}//mail"));
    }

    [Test]
    public async Task InstallAsync_Archive_IsPinnedByItsDigest()
    {
        string path = _bench.Directory.PathOf("pdf.zip");
        await File.WriteAllBytesAsync(path, AddressBench.Zip("pdf"));
        InstalledSkill skill = await InstallAsync(path);
        Assert.That(skill.SkillId, Is.EqualTo("pdf"));
        Assert.That((await InstallAsync(skill.Source.ToString())).ContentDigest, Is.EqualTo(skill.ContentDigest));

        await File.WriteAllBytesAsync(path, AddressBench.Zip("pdf", "more"));
        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync(skill.Source.ToString())))!;
        Assert.That(error.Message, Does.Contain("its content was changed"));
    }

    [TestCase("nowhere")]
    [TestCase("nowhere.zip")]
    public async Task InstallAsync_NothingAtThePath_IsNotFound(string name)
    {
        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => InstallAsync(_bench.Directory.PathOf(name))))!;

        Assert.That(error.Message, Does.Contain(name));
    }

    [Test]
    public async Task InstallAsync_DamagedArchive_IsAPackageError()
    {
        string path = _bench.Directory.PathOf("bad.zip");
        await File.WriteAllTextAsync(path, "PK and no more");

        SkillPackageException error = (await Assert.ThrowsAsync<SkillPackageException>(() => InstallAsync(path)))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageArchive));
    }

    private Task<InstalledSkill> InstallAsync(string reference) =>
        _bench.Installer.InstallAsync(SkillReference.Parse(reference));

    private void Write(string path)
    {
        string folder = Directory.CreateDirectory(_bench.Directory.PathOf(path.Split('/'))).FullName;
        string name = Path.GetFileName(folder);
        File.WriteAllText(Path.Combine(folder, "SKILL.md"), $"---\nname: {name}\ndescription: Does it.\n---\nBody.\n");
    }
}
