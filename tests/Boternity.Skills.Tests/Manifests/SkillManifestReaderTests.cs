using System.Text;
using Boternity.Skills.Grants;
using Boternity.Skills.Manifests;

namespace Boternity.Skills.Tests.Manifests;

[TestFixture]
public sealed class SkillManifestReaderTests
{
    private const string Minimal = "---\nname: probe\ndescription: Probes.\n---\n";

    [Test]
    public void Read_EveryField_IsThere()
    {
        SkillManifest manifest = Manifest("""
            name: probe
            description: Probes things.
            license: MIT
            compatibility: Needs jq
            allowed-tools: Bash(git add:*) Read
            metadata:
              author: someone
              version: 1.10
              skill-type: tool
              capabilities: [http_get, read_file]
              dependencies: owner/repo@other, plain
              conflicts-with: [Ahrefs Automation]
              parents: base
              secrets: API_KEY OTHER_KEY
              categories: email marketing, crm
              trust-tier: local
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(manifest.Name, Is.EqualTo("probe"));
            Assert.That(manifest.License, Is.EqualTo("MIT"));
            Assert.That(manifest.Compatibility, Is.EqualTo("Needs jq"));
            Assert.That(manifest.AllowedTools, Is.EqualTo(new[] { "Bash(git add:*)", "Read" }));
            Assert.That(manifest.Author, Is.EqualTo("someone"));
            Assert.That(manifest.Version, Is.EqualTo("1.10"), "a version is text, not a number");
            Assert.That(manifest.Type, Is.EqualTo(SkillType.Tool));
            Assert.That(manifest.Capabilities, Is.EqualTo(new[] { SkillCapability.HttpGet, SkillCapability.ReadFile }));
            Assert.That(manifest.Dependencies, Is.EqualTo(new[] { "owner/repo@other", "plain" }));
            Assert.That(manifest.ConflictsWith, Is.EqualTo(new[] { "Ahrefs Automation" }));
            Assert.That(manifest.Parents, Is.EqualTo(new[] { "base" }));
            Assert.That(manifest.Secrets, Is.EqualTo(new[] { "API_KEY", "OTHER_KEY" }));
            Assert.That(manifest.Categories, Is.EqualTo(new[] { "email marketing", "crm" }));
            Assert.That(manifest.RequestedTrustTier, Is.EqualTo("local"));
            Assert.That(manifest.Metadata, Has.Count.EqualTo(10));
        }
    }

    [Test]
    public void Read_WithoutMetadata_IsAPromptSkill() =>
        Assert.That(SkillManifestReader.Read(Minimal).Manifest.Type, Is.EqualTo(SkillType.Prompt));

    [Test]
    public void Read_UnknownKeys_AreKeptAsWritten()
    {
        SkillManifest manifest = Manifest(
            "name: probe\ndescription: d\nrequires: {mcp: [rube], since: 1.0}\nmetadata:\n  mine: {a: [yes, 007]}");
        Assert.That(manifest.OtherFields["requires"].GetRawText(), Is.EqualTo("""{"mcp":["rube"],"since":"1.0"}"""));
        Assert.That(
            manifest.Metadata["mine"].GetProperty("a").EnumerateArray().Select(e => e.GetString()),
            Is.EqualTo(new[] { "yes", "007" }));
    }

    [Test]
    public void Read_UnknownCapability_IsADiagnosticAndKept()
    {
        SkillDocument document = Read("name: probe\ndescription: d\nmetadata:\n  capabilities: http_get, fly");
        Assert.That(document.Manifest.Capabilities, Is.EqualTo(new[] { SkillCapability.HttpGet }));
        Assert.That(document.Manifest.Metadata["capabilities"].GetString(), Is.EqualTo("http_get, fly"));
        AssertOnly(document, SkillDiagnosticCodes.CapabilityUnknown, 5, 17);
    }

    [Test]
    public void Read_UnknownSkillType_IsAPromptWithADiagnostic()
    {
        SkillDocument document = Read("name: probe\ndescription: d\nmetadata:\n  skill-type: robot");
        Assert.That(document.Manifest.Type, Is.EqualTo(SkillType.Prompt));
        AssertOnly(document, SkillDiagnosticCodes.SkillTypeUnknown, 5, 15);
    }

    [TestCase("---\nname: probe\ndescription: d\n---\nText\n\n---\n\nMore\n", "Text\n\n---\n\nMore\n")]
    [TestCase("---\nname: probe\ndescription: d\n---", "")]
    [TestCase("---  \nname: probe\ndescription: d\n--- \t\n\nText", "\nText")]
    [TestCase("---\r\nname: probe\r\ndescription: d\r\n---\r\nA\r\nB\r\n", "A\nB\n")]
    public void Read_Body_IsWhatFollowsTheFirstClosingRule(string text, string body) =>
        Assert.That(SkillManifestReader.Read(text).Body, Is.EqualTo(body));

    [Test]
    public void Read_DashesWithText_DoNotClose()
    {
        SkillDocument document = SkillManifestReader.Read(
            "---\nname: probe\ndescription: |\n  a\n  ---\n  b\n---foo: kept\n---\nBody");
        Assert.That(document.Body, Is.EqualTo("Body"));
        Assert.That(document.Manifest.OtherFields, Contains.Key("---foo"));
    }

    [Test]
    public void Read_LeadingHyphenInAPlainName_IsKept()
    {
        SkillDocument document = Read("name: -21risk-automation\ndescription: d");
        Assert.That(document.Manifest.Name, Is.EqualTo("-21risk-automation"));
        AssertOnly(document, SkillDiagnosticCodes.NameHyphens, 2, 7);
    }

    [TestCase("Ahrefs Automation", SkillDiagnosticCodes.NameCharacters)]
    [TestCase("zoho_books-automation", SkillDiagnosticCodes.NameCharacters)]
    [TestCase("dot.ted", SkillDiagnosticCodes.NameCharacters)]
    [TestCase("a--b", SkillDiagnosticCodes.NameHyphens)]
    [TestCase("b-", SkillDiagnosticCodes.NameHyphens)]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", SkillDiagnosticCodes.NameTooLong)]
    public void Read_OddName_LoadsLenientlyAndFailsStrictly(string name, string code)
    {
        string text = $"---\nname: {name}\ndescription: d\n---\n";
        SkillDocument document = SkillManifestReader.Read(text);
        Assert.That(document.Manifest.Name, Is.EqualTo(name));
        AssertOnly(document, code, 2, 7);
        Assert.That(StrictErrors(text), Is.EqualTo(new[] { code }));
    }

    [Test]
    public void Read_NameThatIsNotTheFolders_LoadsLenientlyAndFailsStrictly()
    {
        var options = new SkillManifestReadOptions { FolderName = "other" };
        AssertOnly(SkillManifestReader.Read(Minimal, options), SkillDiagnosticCodes.NameFolderMismatch, 2, 7);
        Assert.That(StrictErrors(Minimal, "other"), Is.EqualTo(new[] { SkillDiagnosticCodes.NameFolderMismatch }));
    }

    [Test]
    public void Read_NoName_TakesTheFolders()
    {
        SkillDocument document = SkillManifestReader.Read(
            "---\ndescription: d\n---\n", new SkillManifestReadOptions { FolderName = "folder" });
        Assert.That(document.Manifest.Name, Is.EqualTo("folder"));
        AssertOnly(document, SkillDiagnosticCodes.NameMissing, 2, 1);
    }

    [Test]
    public void Read_NoNameAndNoFolder_Fails() =>
        AssertFails("---\ndescription: d\n---\n", SkillDiagnosticCodes.NameMissing, 2, 1);

    [Test]
    public void Read_LongDescriptionInABlock_IsKeptWhole()
    {
        string description = "Use `a: b` when: " + new string('x', 1_051);
        string text = $"---\nname: probe\ndescription: |-\n  {description}\n---\n";
        SkillDocument document = SkillManifestReader.Read(text);
        Assert.That(document.Manifest.Description, Is.EqualTo(description));
        AssertOnly(document, SkillDiagnosticCodes.DescriptionTooLong, 3, 14);
        Assert.That(StrictErrors(text), Is.EqualTo(new[] { SkillDiagnosticCodes.DescriptionTooLong }));
    }

    [Test]
    public void Read_DescriptionOfCharactersBeyondTheBasicPlane_IsCountedInCharacters() =>
        Assert.That(
            StrictErrors($"---\nname: probe\ndescription: {string.Concat(Enumerable.Repeat("😀", 1_024))}\n---\n"),
            Is.Empty);

    [TestCase("description: Use when: it's needed", "Use when: it's needed", 3, 14)]
    [TestCase("description: Ends in colon:", "Ends in colon:", 3, 14)]
    [TestCase("description: @mention first", "@mention first", 3, 14)]
    [TestCase("description: `code` first", "`code` first", 3, 14)]
    [TestCase("description: Use when: this\n  and then: that", "Use when: this and then: that", 3, 14)]
    [TestCase("description: a: b # a comment", "a: b", 3, 14)]
    public void Read_UnquotedValue_IsReadAsIfQuoted(string line, string description, int atLine, int column)
    {
        string text = $"---\nname: probe\n{line}\nlicense: MIT\n---\n";
        SkillDocument document = SkillManifestReader.Read(text);
        Assert.That(document.Manifest.Description, Is.EqualTo(description));
        Assert.That(document.Manifest.License, Is.EqualTo("MIT"));
        AssertOnly(document, SkillDiagnosticCodes.UnquotedValue, atLine, column);
        Assert.That(StrictErrors(text), Is.EqualTo(new[] { SkillDiagnosticCodes.YamlInvalid }));
    }

    [Test]
    public void Read_UnquotedValueBesideABlock_LeavesTheBlockAlone()
    {
        SkillManifest manifest = Manifest("name: probe\nlicense: a: b\ndescription: |\n  key: value: more\n  it's: so");
        Assert.That(manifest.Description, Is.EqualTo("key: value: more\nit's: so"));
    }

    [Test]
    public void Read_TabIndentation_IsReadAsSpaces()
    {
        SkillDocument document = Read("name: probe\ndescription:\td\nmetadata:\n\tauthor: me\n\tcapabilities: fly");
        Assert.That(document.Manifest.Author, Is.EqualTo("me"));
        Assert.That(
            document.Diagnostics.Select(d => (d.Code, d.Line, d.Column)),
            Is.EqualTo(new[]
            {
                (SkillDiagnosticCodes.TabIndentation, 5, 1),
                (SkillDiagnosticCodes.TabIndentation, 6, 1),
                (SkillDiagnosticCodes.CapabilityUnknown, 6, 16),
            }));
    }

    [Test]
    public void Read_ByteOrderMark_IsADiagnostic()
    {
        AssertOnly(SkillManifestReader.Read("\uFEFF" + Minimal), SkillDiagnosticCodes.ByteOrderMark, 1, 1);
        Assert.That(StrictErrors("\uFEFF" + Minimal), Is.EqualTo(new[] { SkillDiagnosticCodes.ByteOrderMark }));
    }

    [Test]
    public void Read_CarriageReturns_AreADiagnosticInBothModes()
    {
        string text = Minimal.Replace("\n", "\r\n", StringComparison.Ordinal);
        AssertOnly(SkillManifestReader.Read(text), SkillDiagnosticCodes.CarriageReturn, 1, 4);
        Assert.That(StrictErrors(text), Is.Empty);
    }

    [Test]
    public void Read_LeadingBlankLines_AreADiagnostic() =>
        AssertOnly(SkillManifestReader.Read("\n \n" + Minimal), SkillDiagnosticCodes.LeadingBlankLines, 1, 1);

    [Test]
    public void Read_InvalidUtf8_IsReplacedWithADiagnostic()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(Minimal + "ok\nü"), 0xFF, (byte)'!'];
        SkillDocument document = SkillManifestReader.Read(file);
        Assert.That(document.Body, Is.EqualTo("ok\nü\uFFFD!"));
        AssertOnly(document, SkillDiagnosticCodes.EncodingInvalid, 6, 2);
    }

    [Test]
    public void Read_DuplicateKey_TakesTheFirst()
    {
        SkillDocument document = Read("name: probe\ndescription: first\ndescription: second");
        Assert.That(document.Manifest.Description, Is.EqualTo("first"));
        AssertOnly(document, SkillDiagnosticCodes.DuplicateKey, 4, 1);
    }

    [TestCase("license: {a: b}", "license")]
    [TestCase("compatibility: [a]", "compatibility")]
    [TestCase("allowed-tools: {a: b}", "allowed-tools")]
    [TestCase("metadata: words", "metadata")]
    public void Read_FieldOfTheWrongKind_IsKeptAside(string line, string key)
    {
        SkillDocument document = Read("name: probe\ndescription: d\n" + line);
        Assert.That(document.Manifest.OtherFields, Contains.Key(key));
        Assert.That(document.Diagnostics.Single().Code, Is.EqualTo(SkillDiagnosticCodes.FieldKind));
    }

    [TestCase("allowed-tools: [Read, 'Bash(git add:*)']")]
    [TestCase("allowed-tools: Read, Bash(git add:*)")]
    public void Read_AllowedToolsInAnotherForm_AreTakenWithADiagnostic(string line)
    {
        SkillDocument document = Read("name: probe\ndescription: d\n" + line);
        Assert.That(document.Manifest.AllowedTools, Is.EqualTo(new[] { "Read", "Bash(git add:*)" }));
        Assert.That(document.Diagnostics.Single().Code, Is.EqualTo(SkillDiagnosticCodes.AllowedToolsForm));
    }

    [TestCase("metadata:\n  list: [a]", SkillDiagnosticCodes.MetadataNotString)]
    [TestCase("requires: x", SkillDiagnosticCodes.FieldUnknown)]
    [TestCase("compatibility: ''", SkillDiagnosticCodes.CompatibilityLength)]
    public void Read_StrictOnlyRules_FailStrictly(string line, string code) =>
        Assert.That(StrictErrors($"---\nname: probe\ndescription: d\n{line}\n---\n"), Is.EqualTo(new[] { code }));

    [Test]
    public void Read_WhatTheSpecificationShows_PassesStrictly() =>
        Assert.That(
            StrictErrors(
                "---\nname: probe-2\ndescription: d\nlicense: MIT\nallowed-tools: Bash(git:*) Read\nmetadata:\n  "
                    + "version: \"1.0\"\n---\n",
                "probe-2"),
            Is.Empty);

    [Test]
    public void ReadFrontmatter_LeavesTheBodyAsARange()
    {
        byte[] file = Encoding.UTF8.GetBytes(Minimal + "Body");
        SkillFrontmatter frontmatter = SkillManifestReader.ReadFrontmatter(file);
        Assert.That(frontmatter.Manifest.Name, Is.EqualTo("probe"));
        Assert.That(Encoding.UTF8.GetString(file[frontmatter.Body]), Is.EqualTo("Body"));
    }

    [Test]
    public void Diagnostics_OfAnUntidyFile_AreAsReviewed()
    {
        const string Untidy = "\uFEFF---\r\nname: My Skill\r\ndescription: Use when: asked\r\nallowed-tools: [Read]\r\n"
            + "metadata:\r\n\tskill-type: \"ro\\u202Ebot\"\r\n\tcapabilities: [fly]\r\nname: again\r\n---\r\n";
        SkillManifestReader.TryRead(
            Untidy,
            new SkillManifestReadOptions { FolderName = "my-skill" },
            out _,
            out IReadOnlyList<SkillDiagnostic> diagnostics);
        Snapshot.Verify(string.Join('\n', diagnostics));
    }

    private static SkillDocument Read(string frontmatter) =>
        SkillManifestReader.Read($"---\n{frontmatter.ReplaceLineEndings("\n")}\n---\n");

    private static SkillManifest Manifest(string frontmatter) => Read(frontmatter).Manifest;

    private static string[] StrictErrors(string text, string? folder = null)
    {
        var options = new SkillManifestReadOptions { Mode = SkillManifestMode.Strict, FolderName = folder };
        bool read = SkillManifestReader.TryRead(text, options, out _, out IReadOnlyList<SkillDiagnostic> diagnostics);
        string[] errors = [.. diagnostics.Where(d => d.Severity == SkillDiagnosticSeverity.Error).Select(d => d.Code)];
        Assert.That(read, Is.EqualTo(errors.Length == 0));
        return errors;
    }

    private static void AssertOnly(SkillDocument document, string code, int line, int column) =>
        Assert.That(
            document.Diagnostics.Select(d => (d.Code, d.Line, d.Column)), Is.EqualTo(new[] { (code, line, column) }));

    private static void AssertFails(string text, string code, int line, int column)
    {
        SkillManifestException error = Assert.Throws<SkillManifestException>(() => SkillManifestReader.Read(text))!;
        SkillDiagnostic first = error.Diagnostics.First(d => d.Severity == SkillDiagnosticSeverity.Error);
        Assert.That((first.Code, first.Line, first.Column), Is.EqualTo((code, line, column)));
    }
}
