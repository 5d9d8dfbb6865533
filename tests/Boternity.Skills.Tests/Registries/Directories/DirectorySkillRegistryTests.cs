using System.IO.Abstractions;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Directories;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Registries.Directories;

public sealed class DirectorySkillRegistryTests
{
    private string _root = "";
    private string _outside = "";

    [SetUp]
    public void CreateRoot()
    {
        _root = Directory.CreateTempSubdirectory("boternity-registry-").FullName;
        _outside = Directory.CreateTempSubdirectory("boternity-outside-").FullName;
    }

    [TearDown]
    public void DeleteRoot()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Test]
    public async Task List_OfADirectory_FindsEverySkillInOrder()
    {
        foreach (string path in new[]
        {
            "pdf", "group/docx", "group/docx/templates/inner", ".claude/skills/hidden", "group/xlsx",
        })
        {
            Skill(path);
        }

        Write("group/README.md", "no skill");
        Assert.That(
            await PathsAsync(),
            Is.EqualTo(
                new[] { ".claude/skills/hidden", "group/docx", "group/docx/templates/inner", "group/xlsx", "pdf" }));
    }

    [Test]
    public async Task List_OfADirectory_LeavesOutGitNodeModulesAndWhatIsTooDeep()
    {
        Skill(".git/x");
        Skill("a/node_modules/y");
        Skill("1/2/3/4/5/6");
        Skill("1/2/3/4/5/6/7");
        Assert.That(await PathsAsync(), Is.EqualTo(new[] { "1/2/3/4/5/6" }));
        Assert.That(await PathsAsync(maxDepth: 5), Is.Empty);
    }

    [Test]
    public async Task List_OfADirectoryThatIsASkill_FindsTheRoot()
    {
        Skill("");
        Assert.That(await PathsAsync(), Is.EqualTo(new[] { "" }));
    }

    [Test]
    public async Task List_WithASkillThatCannotBeRead_LeavesItOutAndSaysSo()
    {
        Skill("good");
        Write("bad/SKILL.md", "no frontmatter");
        Write("big/SKILL.md", new string('x', 2 * 1024 * 1024));
        Write("empty/SKILL.md", "");
        var logger = new ListLogger<DirectorySkillRegistry>();

        List<DiscoveredSkill> skills = await Create(logger: logger).ListAsync().ToListAsync();
        Assert.That(skills.Select(skill => skill.Source.Path), Is.EqualTo(new[] { "good" }));
        Assert.That(logger.Lines, Has.Count.EqualTo(3));
        Assert.That(logger.Lines, Has.One.Contains("local:bad"));
    }

    [Test]
    public async Task List_WithALink_DoesNotFollowIt()
    {
        Skill("good");
        File.WriteAllText(Path.Combine(_outside, "SKILL.md"), Manifest("stolen"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), _outside);
        Directory.CreateDirectory(Path.Combine(_root, "file"));
        File.CreateSymbolicLink(Path.Combine(_root, "file", "SKILL.md"), Path.Combine(_outside, "SKILL.md"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "good", "loop"), _root);

        Assert.That(await PathsAsync(), Is.EqualTo(new[] { "good" }));
    }

    [Test]
    public async Task Fetch_OfAListedSkill_BringsItsFolder()
    {
        Skill("group/docx");
        Write("group/docx/scripts/a.py", "print()");
        DirectorySkillRegistry registry = Create();

        SkillPackage package = await registry.FetchAsync((await registry.ListAsync().SingleAsync()).Source);
        Assert.That(package.Files.Select(file => file.Path), Is.EqualTo(new[] { "SKILL.md", "scripts/a.py" }));
        Assert.That(package.Source.ToString(), Is.EqualTo("local:group/docx"));
    }

    [Test]
    public async Task Fetch_WithProgress_TellsTheBytesOfAllItsFiles()
    {
        Skill("big");
        Write("big/data/a.txt", new string('a', 100_000));
        Write("big/data/b.txt", new string('b', 100_000));
        DirectorySkillRegistry registry = Create();
        SkillSource source = (await registry.ListAsync().SingleAsync()).Source;
        var progress = new FetchRecorder();

        SkillPackage package = await registry.FetchAsync(source, progress);

        long all = package.Files.Sum(file => file.Content.Length);
        Assert.That(progress.Seen, Has.Count.GreaterThanOrEqualTo(2));
        Assert.That(progress.Seen.Select(seen => seen.TotalBytes), Is.All.EqualTo(all));
        Assert.That(progress.Seen.Select(seen => seen.Bytes), Is.Ordered.Ascending);
        Assert.That(progress.Seen[^1].Bytes, Is.EqualTo(all));
    }

    [TestCase("../outside")]
    [TestCase("/etc")]
    [TestCase("a/../../b")]
    public async Task Fetch_OfAPathThatLeavesTheDirectory_IsRefused(string path)
    {
        var skill = new DiscoveredSkill
        {
            Source = new SkillSource { Registry = "local", Path = path },
            Manifest = new SkillManifest { Name = "x", Description = "x" },
        };
        var error = await Assert.ThrowsAsync<SkillPackageException>(() => Create().FetchAsync(skill.Source));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackagePath));
    }

    [Test]
    public async Task Fetch_OfASkillThatBecameALink_IsRefused()
    {
        Skill("group/docx");
        DirectorySkillRegistry registry = Create();
        DiscoveredSkill skill = await registry.ListAsync().SingleAsync();
        Directory.Move(Path.Combine(_root, "group"), Path.Combine(_outside, "group"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "group"), Path.Combine(_outside, "group"));

        var error = await Assert.ThrowsAsync<SkillPackageException>(() => registry.FetchAsync(skill.Source));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageEntryKind));
    }

    [Test]
    public async Task Fetch_OfASkillThatIsGone_SaysSo()
    {
        Skill("docx");
        DirectorySkillRegistry registry = Create();
        DiscoveredSkill skill = await registry.ListAsync().SingleAsync();
        Directory.Delete(Path.Combine(_root, "docx"), recursive: true);

        var error = await Assert.ThrowsAsync<SkillNotFoundException>(() => registry.FetchAsync(skill.Source));
        Assert.That(error!.Message, Does.Contain("local:docx"));
    }

    [TestCase("pdf", 1)]
    [TestCase("local/pdf", 1)]
    [TestCase("local/group/docx", 1)]
    [TestCase("local/group/deep/xlsx", 1)]
    [TestCase("group/docx", 0)]
    [TestCase("docx", 1)]
    [TestCase("pdf#main", 0)]
    public async Task Find_OfAReference_MeansNamesAndBehindTheRegistryPaths(string reference, int count)
    {
        Skill("pdf");
        Skill("group/docx");
        Skill("group/deep/xlsx");
        SkillQuery query = SkillReference.Parse(reference).ToQuery(["local"]);
        Assert.That(await Create().FindAsync(query), Has.Count.EqualTo(count));
    }

    [Test]
    public async Task Find_ForAnotherRegistry_IsEmpty()
    {
        Skill("pdf");
        Assert.That(await Create().FindAsync(new SkillQuery { Registry = "github", Name = "pdf" }), Is.Empty);
    }

    [Test]
    public async Task List_OfADirectoryThatDoesNotExist_IsAnError()
    {
        Directory.Delete(_root);
        var error = await Assert.ThrowsAsync<SkillRegistryException>(() => PathsAsync());
        Directory.CreateDirectory(_root);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.Message, Does.Contain(_root));
    }

    [Test]
    public void List_ThatIsCancelled_Stops()
    {
        Skill("pdf");
        Assert.That(
            async () => await Create().ListAsync(new CancellationToken(canceled: true)).ToListAsync(),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("", "/x", 1, "Name")]
    [TestCase("a/b", "/x", 1, "Name")]
    [TestCase("a b", "/x", 1, "Name")]
    [TestCase("local", "relative", 1, "Path")]
    [TestCase("local", "/x", -1, "MaxDepth")]
    [TestCase("local", "/x", 33, "MaxDepth")]
    public void Options_ThatMakeNoSense_AreRefusedByName(string name, string path, int depth, string option)
    {
        var options = new DirectoryRegistryOptions { Name = name, Path = path, MaxDepth = depth };
        var error = Assert.Throws<OptionsValidationException>(() => _ = new DirectorySkillRegistry(
            options, new SkillPackageLimits(), new FileSystem(), NullLogger<DirectorySkillRegistry>.Instance));
        Assert.That(error!.Message, Does.Contain($"DirectoryRegistryOptions.{option}"));
    }

    internal static string Manifest(string name) => $"---\nname: {name}\ndescription: Does {name}.\n---\n# {name}\n";

    private DirectorySkillRegistry Create(int maxDepth = 6, ListLogger<DirectorySkillRegistry>? logger = null) => new(
        new DirectoryRegistryOptions { Path = _root, MaxDepth = maxDepth },
        new SkillPackageLimits(),
        new FileSystem(),
        logger ?? new());

    private async Task<string[]> PathsAsync(int maxDepth = 6) =>
        await Create(maxDepth).ListAsync().Select(skill => skill.Source.Path).ToArrayAsync();

    private void Skill(string path) =>
        Write(Path.Combine(path, "SKILL.md"), Manifest(path.Length == 0 ? "root" : Path.GetFileName(path)));

    private void Write(string path, string content)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
