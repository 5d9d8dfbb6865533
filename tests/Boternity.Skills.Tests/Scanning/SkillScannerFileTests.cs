using Boternity.Skills.Scanning;

namespace Boternity.Skills.Tests.Scanning;

/// <summary>Files that are found for what tools make of them.</summary>
[TestFixture]
public sealed class SkillScannerFileTests
{
    [TestCase(".git/config", "[core]\n\tfsmonitor = ./x")]
    [TestCase("assets/.GIT/hooks/pre-commit", "true")]
    [TestCase("a/.git./config", "x")]
    [TestCase("a/GIT~1/config", "x")]
    [TestCase(".gi\u200Ct/config", "x")]
    [TestCase(".hg/hgrc", "[hooks]")]
    [TestCase(".svn/entries", "12")]
    public void Scan_EmbeddedRepository_IsFound(string path, string content) =>
        AssertFound(path, content, SkillScanRules.EmbeddedRepository, SkillFindingSeverity.Danger);

    [Test]
    public void Scan_BareRepository_IsFound()
    {
        IReadOnlyList<SkillFinding> findings = Scan(
            ("data/repo/HEAD", "ref: refs/heads/main\n"),
            ("data/repo/config", "[core]\n\tbare = true\n"),
            ("data/repo/objects/pack/p", "x"));
        Assert.That(
            findings.Select(f => (f.Rule, f.File)),
            Is.EqualTo(new[] { (SkillScanRules.EmbeddedRepository, "data/repo/HEAD") }));
    }

    [TestCase(".envrc", "export A=1", SkillFindingSeverity.Warning)]
    [TestCase("sub/.envrc", "export A=1", SkillFindingSeverity.Warning)]
    [TestCase(
        ".vscode/tasks.json",
        "{ \"tasks\": [{ \"runOptions\": { \"runOn\": \"folderOpen\" } }] }",
        SkillFindingSeverity.Danger)]
    [TestCase(
        ".vscode/tasks.json",
        "{ \"tasks\": [{ \"runOptions\": { \"runOn\": \"\\u0066olderOpen\" } }] }",
        SkillFindingSeverity.Danger)]
    [TestCase(".vscode/settings.json", "{ \"task.allowAutomaticTasks\": \"on\" }", SkillFindingSeverity.Danger)]
    [TestCase("x.code-workspace", "{ \"runOn\": \"folderOpen\" }", SkillFindingSeverity.Danger)]
    [TestCase(".idea/runConfigurations/x.xml", "<component/>", SkillFindingSeverity.Warning)]
    [TestCase(".idea/startup.xml", "<project/>", SkillFindingSeverity.Danger)]
    [TestCase(".idea/watcherTasks.xml", "<project/>", SkillFindingSeverity.Danger)]
    [TestCase(".run/x.run.xml", "<component/>", SkillFindingSeverity.Warning)]
    [TestCase(".devcontainer/devcontainer.json", "{ \"postCreateCommand\": \"x\" }", SkillFindingSeverity.Warning)]
    [TestCase(".devcontainer.json", "{ \"initializeCommand\": \"x\" }", SkillFindingSeverity.Danger)]
    [TestCase(".claude/settings.json", "{ \"hooks\": {} }", SkillFindingSeverity.Danger)]
    [TestCase(".claude/settings.local.json", "{ \"statusLine\": {} }", SkillFindingSeverity.Danger)]
    [TestCase(".claude/hooks/x", "true", SkillFindingSeverity.Warning)]
    [TestCase(".cursor/hooks.json", "{}", SkillFindingSeverity.Danger)]
    [TestCase(".cursor/mcp.json", "{ \"servers\": { \"command\": \"x\" } }", SkillFindingSeverity.Warning)]
    [TestCase(".mcp.json", "{ \"mcpServers\": { \"a\": { \"command\": \"x\" } } }", SkillFindingSeverity.Warning)]
    [TestCase(".husky/pre-commit", "x", SkillFindingSeverity.Warning)]
    [TestCase("package.json", "{ \"scripts\": { \"postinstall\": \"node x.js\" } }", SkillFindingSeverity.Warning)]
    [TestCase("package.json", "{ \"scripts\": { \"\\u0070repare\": \"node x.js\" } }", SkillFindingSeverity.Warning)]
    [TestCase("package.json", "{ broken \"preinstall\": \"node x.js\" }", SkillFindingSeverity.Warning)]
    [TestCase(
        "package.json",
        "{ \"\\ud800xxxx\": 1, \"scripts\": { \"install\": \"node x.js\" } }",
        SkillFindingSeverity.Warning)]
    [TestCase("binding.gyp", "{}", SkillFindingSeverity.Warning)]
    [TestCase("lib/x.pth", "import os; os.system('x')", SkillFindingSeverity.Warning)]
    [TestCase(".vimrc", "set nu", SkillFindingSeverity.Warning)]
    public void Scan_FileThatMakesAToolRunSomething_IsFound(
        string path, string content, SkillFindingSeverity severity) =>
        AssertFound(path, content, SkillScanRules.AutomaticExecution, severity);

    [TestCase(".npmrc", "registry=https://example.org/")]
    [TestCase(".npmrc", "@scope:registry = https://example.org/")]
    [TestCase("pip.conf", "[global]\nindex-url = https://example.org/simple")]
    [TestCase("requirements.txt", "requests\n--extra-index-url https://example.org/simple")]
    [TestCase("requirements-dev.txt", "-i https://example.org/simple")]
    [TestCase(".yarnrc.yml", "npmRegistryServer: \"https://example.org\"")]
    [TestCase("pyproject.toml", "[[tool.uv.index]]\nurl = \"https://example.org/simple\"")]
    [TestCase("NuGet.config", "<add key=\"x\" value=\"https://example.org/v3/index.json\" />")]
    public void Scan_SettingsThatNameAnotherPackageIndex_AreFound(string path, string content) =>
        AssertFound(path, content, SkillScanRules.PackageIndex, SkillFindingSeverity.Warning);

    [TestCase("Makefile", "all:\n\techo hello")]
    [TestCase("justfile", "build:\n  echo hello")]
    [TestCase(".gitignore", "dist/")]
    [TestCase(".gitattributes", "* text=auto")]
    [TestCase("docs/HEAD", "ref: x")]
    [TestCase("git/config", "x")]
    [TestCase(".github/workflows/ci.yml", "on: push")]
    [TestCase(".vscode/tasks.json", "{ \"tasks\": [{ \"label\": \"build\" }] }")]
    [TestCase(".vscode/settings.json", "{ \"editor.tabSize\": 2 }")]
    [TestCase("package.json", "{ \"scripts\": { \"build\": \"tsc\", \"test\": \"jest\" } }")]
    [TestCase("package.json", "{ \"dependencies\": { \"install\": \"1\" } }")]
    [TestCase(".npmrc", "save-exact=true\nregistry=https://registry.npmjs.org/")]
    [TestCase("requirements.txt", "requests==2.32.0\n-r more.txt")]
    [TestCase("requirements.txt", "# see https://example.org\nrequests")]
    [TestCase("pyproject.toml", "[project.urls]\nurl = \"https://example.org\"")]
    [TestCase("settings.json", "{ \"hooks\": {} }")]
    [TestCase("references/mcp.json.md", "{ \"command\": \"x\" }")]
    public void Scan_FileThatNothingRunsByItself_IsLeftAlone(string path, string content) =>
        Assert.That(Scans.OfFile(path, content), Is.Empty);

    [Test]
    public void Scan_PackageSettings_NamesTheLine() =>
        Assert.That(
            Scans.OfFile("pip.conf", "[global]\ntimeout = 60\nindex-url = https://example.org/simple").Single().Line,
            Is.EqualTo(3));

    private static void AssertFound(string path, string content, string rule, SkillFindingSeverity severity) =>
        Assert.That(Scans.OfFile(path, content).Select(f => (f.Rule, f.Severity)), Does.Contain((rule, severity)));

    private static IReadOnlyList<SkillFinding> Scan(params (string Path, string Content)[] files) =>
        Scans.Of(
            TestSkills.Package(
                TestSkills.Manifest(),
                "Body.",
                [.. files.Select(file => (file.Path, System.Text.Encoding.UTF8.GetBytes(file.Content)))]));
}
