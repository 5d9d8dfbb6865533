using System.Text.Json.Nodes;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.SkillsSh;
using Boternity.Skills.Tests.Registries.GitHub;
using Boternity.Skills.Tests.Registries.Web;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Registries.SkillsSh;

public sealed class SkillsShRegistryTests
{
    private const string Search = "/api/search?q=pdf&limit=20";
    private const string ByName = "/api/search?q=pdf&limit=100";

    private SkillServer _server = null!;
    private GitHubServer _gitHub = null!;
    private RegistryBench _host = null!;
    private Action<SkillsShRegistryOptions>? _configure;

    [SetUp]
    public async Task SetUp()
    {
        _configure = null;
        _server = await SkillServer.StartAsync();
        _gitHub = await GitHubServer.StartAsync();
        _gitHub.Repository("acme/skills").Commit(
            ("document/pdf/SKILL.md", Manifest("pdf")), ("mail/SKILL.md", Manifest("mail")));
        _host = new RegistryBench(builder => builder
            .AddSkillsSh(configure: options =>
            {
                options.BaseAddress = _server.Address;
                _configure?.Invoke(options);
            })
            .AddGitHubRegistry(configure: options =>
            {
                options.ApiBaseAddress = _gitHub.Api;
                options.Repositories.Add("acme/skills");
            }));
        Put(Search, "skills", ("acme/skills", "pdf", 10), ("other/skills", "pdf", 900), ("example.com", "pdf", 5));
        Put(ByName, "skills", ("acme/skills", "pdf", 10), ("gone/skills", "pdf", 900), ("acme/skills", "pdf-tools", 9));
    }

    [TearDown]
    public async Task TearDown()
    {
        _host.Dispose();
        await _server.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Test]
    public async Task SearchAsync_OpenEndpoint_GivesRepositoriesOnGitHubInItsOrder()
    {
        IReadOnlyList<DiscoveredSkill> found = await _host.Registry("skills.sh").SearchAsync("pdf");

        Assert.That(
            found.Select(static skill => skill.Source.ToString()),
            Is.EqualTo(new[] { "skills.sh:acme/skills/pdf", "skills.sh:other/skills/pdf" }));
        Assert.That(_server.Requests.Single().Authorization, Is.Empty);
        Assert.That(_gitHub.Requests, Is.Empty);
    }

    [Test]
    public async Task SearchAsync_WithAToken_AsksTheDocumentedApi()
    {
        _configure = static options => options.Token = "sk_SECRET";
        _server.PutJson(
            "/api/v1/skills/search?q=pdf&limit=20",
            """
            {"data":[
              {"id":"acme/skills/pdf","slug":"pdf","name":"PDF","source":"acme/skills","sourceType":"github"},
              {"id":"x","slug":"pdf","name":"PDF","source":"acme/skills","sourceType":"well-known"},
              null
            ],"count":3}
            """);

        IReadOnlyList<DiscoveredSkill> found = await _host.Registry("skills.sh").SearchAsync("pdf");

        Assert.That(found.Single().Source.ToString(), Is.EqualTo("skills.sh:acme/skills/pdf"));
        Assert.That(found.Single().Name, Is.EqualTo("PDF"));
        Assert.That(_server.Requests.Single().Authorization, Is.EqualTo("Bearer sk_SECRET"));
    }

    [TestCase("p")]
    [TestCase(" ")]
    public async Task SearchAsync_ShorterThanTheServerTakes_AsksNobody(string query)
    {
        Assert.That(await _host.Registry("skills.sh").SearchAsync(query), Is.Empty);
        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCase("skills.sh:acme/skills/pdf")]
    [TestCase("skills.sh:acme/skills@pdf")]
    [TestCase("skills.sh:pdf")]
    public async Task InstallAsync_WhatWasFound_IsInstalledByTheRegistryOverGitHub(string reference)
    {
        InstalledSkill skill = await _host.InstallAsync(reference);

        Assert.That(skill.Source.ToString(), Does.StartWith("github:acme/skills/document/pdf#"));
        IReadOnlyList<SkillUpdateStatus> updates =
            await _host.Services.GetRequiredService<ISkillUpdater>().CheckAsync();
        Assert.That(updates[0].State, Is.EqualTo(SkillUpdateState.UpToDate));
    }

    [Test]
    public async Task InstallAsync_SourceOfASearchResult_IsInstalledByTheRegistryOverGitHub()
    {
        DiscoveredSkill found = (await _host.Registry("skills.sh").SearchAsync("pdf"))[0];

        InstalledSkill skill = await _host.Installer.InstallAsync(found.Source);

        Assert.That(skill.Source.Registry, Is.EqualTo("github"));
        Assert.That(skill.Source.Path, Is.EqualTo("document/pdf"));
    }

    [Test]
    public async Task ResolveAsync_Name_TellsWhereElseItIs()
    {
        _gitHub.Repository("gone/skills").Commit(("pdf/SKILL.md", Manifest("pdf")));

        DiscoveredSkill skill = await _host.Installer.ResolveAsync(SkillReference.Parse("skills.sh:pdf"));

        Assert.That(skill.Source.Repository, Is.EqualTo("gone/skills"), "installed most");
        Assert.That(
            skill.Alternatives.Select(static source => source.ToString()),
            Is.EqualTo(new[] { "skills.sh:acme/skills/pdf" }));
    }

    [Test]
    public async Task ResolveAsync_NameWithoutTheRegistry_IsNotLookedUpHere()
    {
        await _host.Installer.ResolveAsync(SkillReference.Parse("mail"));

        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCase("skills.sh:acme/skills/none", "has no skill")]
    [TestCase("skills.sh:nobody/none/pdf", "nobody/none")]
    [TestCase("skills.sh:nothing", "has no skill called 'nothing'")]
    public async Task ResolveAsync_NothingThere_IsNotFound(string reference, string text)
    {
        Put("/api/search?q=nothing&limit=100", "skills");
        Put("/api/search?q=nothing&limit=20", "skills");

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => _host.InstallAsync(reference)))!;

        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
    }

    [Test]
    public async Task InstallAsync_RepositoryThatIsGone_SaysSo()
    {
        Put(ByName, "skills", ("gone/skills", "pdf", 900));

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => _host.InstallAsync("skills.sh:pdf")))!;

        Assert.That(error.Message, Does.Contain("gone/skills was not found"));
    }

    [Test]
    public void Registry_WithoutTheOneOverGitHub_SaysWhatToAdd()
    {
        using var host = new RegistryBench(static builder => builder.AddSkillsSh());

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => host.Registry("skills.sh"))!;

        Assert.That(error.Message, Does.Contain("AddGitHubRegistry"));
    }

    private static string Manifest(string name) => $"---\nname: {name}\ndescription: Does {name}.\n---\nText.\n";

    private void Put(string path, string list, params (string Source, string Skill, int Installs)[] skills) =>
        _server.PutJson(path, new JsonObject
        {
            ["query"] = "pdf",
            [list] = new JsonArray(
            [
                .. skills.Select(static skill => new JsonObject
                {
                    ["id"] = $"{skill.Source}/{skill.Skill}",
                    ["skillId"] = skill.Skill,
                    ["name"] = skill.Skill,
                    ["installs"] = skill.Installs,
                    ["source"] = skill.Source,
                }),
            ]),
        }.ToJsonString());
}
