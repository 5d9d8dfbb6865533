using System.Text;
using Boternity.Skills.Manifests;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Manifests;

/// <summary>What a stranger may send: refused with a place, never a crash, never slow.</summary>
[TestFixture]
public sealed class SkillManifestReaderHostileTests
{
    private const string Head = "name: probe\ndescription: d\n";

    private static readonly string[] Fragments =
    [
        "---\n", "---", "\n", "name: ", "description: ", "metadata:\n", "  ", "\t", ": ", "- ", "[", "]", "{", "}",
        "'", "\"", "|\n", ">-\n", "&a ", "*a", "!t ",
        "? ", "# ", "\\u", "\\U0011", "%TAG ! x\n", "@", "`", "\r\n", "\r", "\0", "\uFEFF", "\u2028", "\u0085", "😀",
        "\uD800", "key", "a: b: c\n", "<<: ", "...\n", ",",
    ];

    [TestCase("", SkillDiagnosticCodes.FrontmatterMissing, 1)]
    [TestCase("# Just Markdown\n", SkillDiagnosticCodes.FrontmatterMissing, 1)]
    [TestCase("---\nname: a\ndescription: d\n---foo\n", SkillDiagnosticCodes.FrontmatterNotClosed, 1)]
    [TestCase("---\n---\n", SkillDiagnosticCodes.DescriptionMissing, 2)]
    [TestCase("---\nname: a\ndescription: '  '\n---\n", SkillDiagnosticCodes.DescriptionMissing, 2)]
    [TestCase("---\nname: a\ndescription: [a]\n---\n", SkillDiagnosticCodes.DescriptionMissing, 2)]
    [TestCase("---\nname: a\ndescription: 'open\n---\n", SkillDiagnosticCodes.YamlInvalid, 3)]
    [TestCase("---\n- a\n- b\n---\n", SkillDiagnosticCodes.FrontmatterNotMap, 2)]
    [TestCase("---\nname: a\n--- second\n---\n", SkillDiagnosticCodes.YamlInvalid, 3)]
    [TestCase("---\n" + Head + "x: !!python/object:os.system y\n---\n", SkillDiagnosticCodes.YamlTag, 4)]
    [TestCase("---\n" + Head + "x: &anchor y\n---\n", SkillDiagnosticCodes.YamlAlias, 4)]
    [TestCase("---\n" + Head + "x: *anchor\n---\n", SkillDiagnosticCodes.YamlAlias, 4)]
    [TestCase("---\n" + Head + "? [a, b]\n: c\n---\n", SkillDiagnosticCodes.KeyNotScalar, 4)]
    [TestCase("---\nname: \"a\\eb\"\ndescription: d\n---\n", SkillDiagnosticCodes.ControlCharacter, 2)]
    [TestCase("---\nname: a\ndescription: \"d\\x1B[2J\"\n---\n", SkillDiagnosticCodes.ControlCharacter, 3)]
    [TestCase("---\n" + Head + "metadata:\n  author: \"x\\u009By\"\n---\n", SkillDiagnosticCodes.ControlCharacter, 5)]
    [TestCase("---\n" + Head + "other: [\"\\0\"]\n---\n", SkillDiagnosticCodes.ControlCharacter, 4)]
    [TestCase("---\n" + Head + "\"k\\b\": x\n---\n", SkillDiagnosticCodes.ControlCharacter, 4)]
    public void Read_WhatCannotBeRead_NamesTheReasonAndTheLine(string text, string code, int line)
    {
        SkillDiagnostic error = FirstError(text);
        Assert.That((error.Code, error.Line), Is.EqualTo((code, line)));
    }

    /// <summary>The YAML parser throws InvalidOperationException for these, without a place.</summary>
    [TestCase("? [\na\n")]
    [TestCase("...\n,\n")]
    public void Read_TextThatBreaksTheParsersState_IsRefusedWithAPlace(string yaml)
    {
        SkillDiagnostic error = FirstError($"---\n{yaml}---\n");
        Assert.That(error.Code, Is.EqualTo(SkillDiagnosticCodes.YamlInvalid));
        Assert.That(error.Line, Is.InRange(2, 4));
    }

    [Test]
    public void Read_AliasBomb_IsRefusedAtTheFirstAnchor()
    {
        var yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 20; i++)
        {
            yaml.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        Assert.That(FirstError($"---\n{Head}{yaml}---\n").Code, Is.EqualTo(SkillDiagnosticCodes.YamlAlias));
    }

    [TestCase("[", "]")]
    [TestCase("{a: ", "}")]
    public void Read_DeepNesting_IsRefusedAtTheBound(string open, string close)
    {
        string Nested(int depth) => $"---\n{Head}x: {Repeat(open, depth)}y{Repeat(close, depth)}\n---\n";
        Assert.That(
            SkillManifestReader.Read(Nested(SkillManifestLimits.MaxDepth - 1)).Manifest.OtherFields, Contains.Key("x"));
        Assert.That(
            FirstError(Nested(SkillManifestLimits.MaxDepth)).Code, Is.EqualTo(SkillDiagnosticCodes.YamlTooDeep));
        Assert.That(FirstError(Nested(8_000)).Code, Is.EqualTo(SkillDiagnosticCodes.YamlTooDeep));
    }

    [Test]
    public void Read_FrontmatterOverItsLimit_IsRefused()
    {
        string Sized(int bytes) => $"---\n{Head}x: {new string('y', bytes - Head.Length - 4)}\n---\n";
        Assert.That(
            SkillManifestReader.Read(Sized(SkillManifestLimits.MaxFrontmatterBytes)).Manifest.Name,
            Is.EqualTo("probe"));
        Assert.That(
            FirstError(Sized(SkillManifestLimits.MaxFrontmatterBytes + 1)).Code,
            Is.EqualTo(SkillDiagnosticCodes.FrontmatterTooLarge));
        Assert.That(
            FirstError($"---\n{new string('\n', SkillManifestLimits.MaxFrontmatterBytes * 4)}").Code,
            Is.EqualTo(SkillDiagnosticCodes.FrontmatterTooLarge));
    }

    [Test]
    public void Read_FileOverItsLimit_IsRefused()
    {
        string head = $"---\n{Head}---\n";
        string Sized(int bytes) => head + new string('y', bytes - head.Length);
        Assert.That(
            SkillManifestReader.Read(Sized(SkillManifestLimits.MaxFileBytes)).Manifest.Name, Is.EqualTo("probe"));
        Assert.That(
            FirstError(Sized(SkillManifestLimits.MaxFileBytes + 1)).Code,
            Is.EqualTo(SkillDiagnosticCodes.FileTooLarge));
        Assert.That(
            FirstError(Sized(SkillManifestLimits.MaxFileBytes * 3)).Code,
            Is.EqualTo(SkillDiagnosticCodes.FileTooLarge));
    }

    [Test]
    public void Read_ThousandsOfFindings_AreBounded()
    {
        SkillDocument document = SkillManifestReader.Read(
            $"---\n{Head}metadata:\n  capabilities: {string.Join(' ', Enumerable.Range(0, 9_000))}\n---\n");
        Assert.That(document.Diagnostics, Has.Count.EqualTo(SkillManifestLimits.MaxWarnings));
    }

    [Test]
    public void Read_NameWithInvisibleText_DoesNotReachTheMessage()
    {
        SkillDiagnostic refused = FirstError("---\nname: \"a\\e[31m\\u202Eb\\nc\"\ndescription: d\n---\n");
        SkillDiagnostic found =
            SkillManifestReader.Read("---\nname: \"a\\u202Eb\\nc\"\ndescription: d\n---\n").Diagnostics[0];

        Assert.That(refused.Message.Any(c => char.IsControl(c) || c == '\u202E'), Is.False, refused.Message);
        Assert.That(found.Message.Any(c => char.IsControl(c) || c == '\u202E'), Is.False, found.Message);
    }

    [Test]
    public void Read_RandomFragments_NeverThrowsAnythingElse() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000),
            Prop.ForAll(
                Arb.From(Gen.ListOf(Gen.Elements(Fragments))),
                parts => IsReadOrRefused("---\n" + string.Concat(parts))));

    [Test]
    public void Read_RandomBytes_NeverThrowsAnythingElse() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll<byte[]>(bytes => IsReadOrRefused([.. "---\n"u8, .. bytes, .. "\n---\n"u8])));

    [Test]
    public void Read_MutatedFile_NeverThrowsAnythingElse()
    {
        const string Whole =
            "---\nname: probe\ndescription: >-\n  Use when: \"asked\"\nrequires: {mcp: [rube]}\nmetadata:\n  "
                + "capabilities: [http_get]\n---\nBody\n\n---\n";
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000),
            Prop.ForAll(
                Arb.From(Gen.Choose(0, Whole.Length)),
                Arb.From(Gen.Choose(0, 6)),
                Arb.From(Gen.Elements(Fragments)),
                (at, remove, insert) =>
                    IsReadOrRefused(Whole.Remove(at, Math.Min(remove, Whole.Length - at)).Insert(at, insert))));
    }

    [Test]
    public void Read_Value_ComesBackAsWritten() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                Arb.From(
                    Gen.ListOf(Gen.Choose(0x20, 0x7E).Select(c => (char)c))
                        .Select(l => string.Concat(l).Trim())
                        .Where(s => s.Length > 0)),
                value => Describe(value.Replace("'", "''", StringComparison.Ordinal)) == value));

    private static string Describe(string quoted) =>
        SkillManifestReader.Read($"---\nname: probe\ndescription: '{quoted}'\n---\n").Manifest.Description;

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>
    /// Inputs at the size limit that make a scanner look ahead, back track or nest: each has to end, and soon.
    /// </summary>
    [TestCase("[")]
    [TestCase("? ")]
    [TestCase("- ")]
    [TestCase("a: b: c\n")]
    [TestCase("a:\n")]
    [TestCase("{a, ")]
    [TestCase("\"\\x41")]
    [TestCase("'\n ")]
    [TestCase("# \n")]
    [TestCase("\t\n\ta: @\n")]
    [TestCase("%A\n")]
    [CancelAfter(20_000)]
    public void Read_LargePatterns_EndSoon(string pattern, CancellationToken cancellation)
    {
        int count = (SkillManifestLimits.MaxFrontmatterBytes - 100) / pattern.Length;
        string text = $"---\n{Repeat(pattern, count)}\n---\n";
        var reading = Task.Run(() => IsReadOrRefused(text), cancellation);
        Assert.That(reading.Wait(10_000, cancellation), Is.True, "not read within ten seconds");
    }

    private static bool IsReadOrRefused(string text) =>
        IsReadOrRefused(Encoding.UTF8.GetBytes(text)) && TryEither(() => SkillManifestReader.Read(text));

    private static bool IsReadOrRefused(byte[] file) =>
        TryEither(() => SkillManifestReader.Read(file))
        && TryEither(
            () =>
                SkillManifestReader.Read(
                    file, new SkillManifestReadOptions { Mode = SkillManifestMode.Strict, FolderName = "probe" }));

    private static bool TryEither(Func<SkillDocument> read)
    {
        try
        {
            return read().Manifest.Description.Length > 0;
        }
        catch (SkillManifestException refused)
        {
            return refused.Diagnostics.All(d => d.Line > 0 && d.Column > 0);
        }
    }

    private static SkillDiagnostic FirstError(string text) =>
        Assert.Throws<SkillManifestException>(
            () => SkillManifestReader.Read(text))!.Diagnostics.First(d => d.Severity == SkillDiagnosticSeverity.Error);
}
