using Boternity.Skills.Registries;
using Boternity.Skills.Tests.Registries.Addresses;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.WellKnown;

/// <summary>Sites that are pasted, and not registered.</summary>
public sealed class WellKnownAddressTests
{
    private AddressBench _bench = null!;

    [SetUp]
    public async Task SetUp() => _bench = await AddressBench.StartAsync();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [TestCase("{0}/")]
    [TestCase("{0}//pdf")]
    [TestCase("{0}/@pdf")]
    [TestCase("{0}/.well-known/agent-skills/index.json")]
    [TestCase("{0}/.well-known/agent-skills/pdf/SKILL.md")]
    [TestCase("well-known:{0}@pdf")]
    [TestCase("well-known:{0}//pdf")]
    [TestCase("{0}/?utm=1#about")]
    public async Task InstallAsync_Site_IsItsSkill(string form)
    {
        WellKnownServer.Publish(_bench.Server, "pdf");

        InstalledSkill skill = await InstallAsync(Format(form));

        string digest = WellKnownServer.DigestOf(WellKnownServer.Manifest("pdf"));
        Assert.That(skill.Source.ToString(), Is.EqualTo(Format("{0}") + $"//pdf#{digest}"));
        Assert.That(skill.Source.Registry, Is.EqualTo("web"));
        Assert.That(
            (await _bench.Installer.ResolveAsync(SkillReference.Parse(skill.Source.ToString()))).Source
                .IsSameSkillAs(skill.Source),
            Is.True,
            "what is printed can be pasted back");
    }

    [TestCase("{0}/docs")]
    [TestCase("{0}/docs/.well-known/agent-skills/")]
    public async Task InstallAsync_SiteWithAPath_IsReadBelowIt(string form)
    {
        byte[] manifest = WellKnownServer.Manifest("pdf");
        _bench.Server.PutJson(
            "/docs" + WellKnownServer.Index, WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", manifest, "pdf.md")));
        _bench.Server.Put("/docs" + WellKnownServer.Root + "pdf.md", manifest);

        Assert.That((await InstallAsync(Format(form))).SkillId, Is.EqualTo("pdf"));
    }

    [Test]
    public async Task InstallAsync_SiteBelowTwoFolders_IsToldFromARepository()
    {
        byte[] manifest = WellKnownServer.Manifest("pdf");
        _bench.Server.PutJson(
            "/a/b" + WellKnownServer.Index, WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", manifest, "/pdf.md")));
        _bench.Server.Put("/pdf.md", manifest);

        InstalledSkill skill = await InstallAsync(Format("{0}/a/b/.well-known/agent-skills/index.json"));

        Assert.That(skill.Source.Repository, Is.EqualTo(Format("{0}/a/b/.well-known")));
        await _bench.Installer.ResolveAsync(SkillReference.Parse(skill.Source.ToString()));
    }

    [Test]
    public async Task InstallAsync_SiteWithSeveralSkills_ListsThem()
    {
        WellKnownServer.Publish(_bench.Server, "docx", "pdf");

        SkillAmbiguousException error =
            (await Assert.ThrowsAsync<SkillAmbiguousException>(() => InstallAsync(Format("{0}/"))))!;

        Assert.That(error.Candidates.Select(skill => skill.Name), Is.EqualTo(new[] { "docx", "pdf" }));
    }

    [Test]
    public async Task InstallAsync_SiteWithoutSkills_SaysWhereItLooked()
    {
        SkillNotFoundException error =
            (await Assert.ThrowsAsync<SkillNotFoundException>(() => InstallAsync(Format("{0}/"))))!;

        Assert.That(error.Message, Does.Contain("publishes no skills").And.Contain("/.well-known/skills/index.json"));
    }

    [Test]
    public async Task InstallAsync_SiteAtAPrivateAddress_IsRefused()
    {
        _bench.ConfigureAddresses = options => options.PrivateHosts.Clear();

        SkillRegistryException error =
            (await Assert.ThrowsAsync<SkillRegistryException>(() => InstallAsync(Format("{0}/"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAccessDenied));
    }

    [Test]
    public async Task CheckAsync_SkillOfASite_IsComparedByItsDigest()
    {
        WellKnownServer.Publish(_bench.Server, "pdf");
        await InstallAsync(Format("{0}/"));
        var updater = _bench.Services.GetRequiredService<ISkillUpdater>();

        SkillUpdateState? before = (await updater.CheckAsync())[0].State;
        _bench.Server.PutJson(WellKnownServer.Index, WellKnownServer.IndexOf());
        _bench.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.That(before, Is.EqualTo(SkillUpdateState.UpToDate));
        Assert.That((await updater.CheckAsync())[0].State, Is.EqualTo(SkillUpdateState.SourceMissing));
    }

    [Test]
    public async Task InstallAsync_HostAlone_SaysHowASiteIsWritten()
    {
        _bench.Configure = builder => builder.AddDirectoryRegistry("local", _bench.Directory.Root);

        SkillNotFoundException error =
            (await Assert.ThrowsAsync<SkillNotFoundException>(() => InstallAsync("example.com")))!;

        Assert.That(error.Message, Does.Contain("write https://example.com."));
    }

    private Task<InstalledSkill> InstallAsync(string reference) =>
        _bench.Installer.InstallAsync(SkillReference.Parse(reference));

    private string Format(string form) => form.Replace(
        "{0}", _bench.Server.Address.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);
}
