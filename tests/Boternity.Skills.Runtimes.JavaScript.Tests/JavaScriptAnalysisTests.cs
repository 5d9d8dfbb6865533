namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>What is known of a script before it runs.</summary>
public sealed class JavaScriptAnalysisTests : IDisposable
{
    private readonly JavaScriptBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestCase("require('lodash')", "missing-module", "lodash", SkillDiagnosticSeverity.Error)]
    [TestCase("import x from '@scope/pack/deep';", "missing-module", "@scope/pack", SkillDiagnosticSeverity.Error)]
    [TestCase("export * from './none.js';", "missing-module", "./none.js", SkillDiagnosticSeverity.Error)]
    [TestCase("require('/tmp/made.js')", "missing-module", "/tmp/made.js", SkillDiagnosticSeverity.Warning)]
    [TestCase("require('/skill/none.js')", "missing-module", "/skill/none.js", SkillDiagnosticSeverity.Error)]
    [TestCase("try { require('sharp'); } catch {}", "missing-module", "sharp", SkillDiagnosticSeverity.Warning)]
    [TestCase("function f() { return require('sharp'); }", "missing-module", "sharp", SkillDiagnosticSeverity.Warning)]
    [TestCase("const f = async () => import('sharp');", "missing-module", "sharp", SkillDiagnosticSeverity.Warning)]
    [TestCase("import('sharp').catch(() => {});", "missing-module", "sharp", SkillDiagnosticSeverity.Warning)]
    [TestCase("const net = require('node:net');", "sockets", "net", SkillDiagnosticSeverity.Error)]
    [TestCase("import { Worker } from 'worker_threads';", "threads", "worker_threads", SkillDiagnosticSeverity.Error)]
    [TestCase("import repl from 'node:repl';", "unavailable-module", "repl", SkillDiagnosticSeverity.Error)]
    [TestCase("require('./addon.node')", "native-module", "./addon.node", SkillDiagnosticSeverity.Error)]
    [TestCase(
        "require('child_process').x; const { execSync } = require('child_process'); execSync('soffice --headless x');",
        "program", "soffice", SkillDiagnosticSeverity.Error)]
    [TestCase(
        "import cp from 'node:child_process'; function f() { cp.spawn('git', ['log']); }",
        "program", "git", SkillDiagnosticSeverity.Warning)]
    [TestCase("fetch('https://api.example.com/x')", "network", "api.example.com", SkillDiagnosticSeverity.Warning)]
    [TestCase("const x = ;", "syntax-error", null, SkillDiagnosticSeverity.Error)]
    public async Task Analyze_Script_SaysWhatItNeeds(
        string script, string code, string? name, SkillDiagnosticSeverity severity)
    {
        InstalledSkill skill = await _bench.InstallAsync(
            $"one-{Guid.NewGuid():N}", ("scripts/main.js", $"\n{script}"), ("scripts/addon.node", "x"));

        SkillScript found = skill.Scripts.Single();

        Assert.That(found.Findings, Has.Count.EqualTo(1));
        Assert.That(
            (found.Findings[0].Code, found.Findings[0].Name, found.Findings[0].Severity, found.Findings[0].Line),
            Is.EqualTo((code, name, severity, 2)),
            found.Findings[0].Message);
        Assert.That(found.CanRun, Is.EqualTo(severity == SkillDiagnosticSeverity.Warning));
    }

    [TestCase("require('fs'); import('node:fs/promises'); const { execFileSync } = require('child_process'); "
        + "execFileSync(process.execPath, ['other.js']); console.log(`${require('os').EOL}` /* require('x') */);")]
    [TestCase("const text = \"require('lodash')\"; const pattern = /require('net')/; const t = `import('x')`;")]
    [TestCase("#!/usr/bin/env node\nimport data from './data.json' with { type: 'json' }; console.log(data);")]
    [TestCase("require('fs'); import('./data.json', { with: { type: 'json' } }).then(console.log);")]
    [TestCase("const a = b => a / 2 / 1; label: for (;;) { break label; } if (a) /x/.test('x');")]
    public async Task Analyze_WhatIsThere_IsNoFinding(string script)
    {
        InstalledSkill skill = await _bench.InstallAsync(
            $"one-{Guid.NewGuid():N}", ("scripts/main.js", script), ("scripts/data.json", "{}"));

        Assert.That(skill.Scripts.Single().Findings, Is.Empty);
    }

    [Test]
    public async Task Analyze_FilesThatAScriptLoads_AreReadToo()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            "loads",
            (
                "scripts/main.ts",
                "import { helper } from './lib/helper.ts';\nimport type { X } from 'not-needed';\nhelper();"),
            ("scripts/lib/helper.ts", "import cheerio from 'cheerio';\nexport function helper(): void { cheerio; }"));

        SkillScript main = skill.Scripts.Single(static script => script.Path == "scripts/main.ts");

        Assert.That(main.Language, Is.EqualTo("typescript"));
        Assert.That(main.Findings.Select(static finding => (finding.Code, finding.Name)),
            Is.EqualTo(new[] { ("missing-module", "cheerio") }));
        Assert.That(main.Requirements, Is.EqualTo(new[] { "cheerio" }));
    }

    [Test]
    public async Task Execute_ScriptThatWritesWhatItLoads_FindsIt()
    {
        SkillScriptResult result = await _bench.RunAsync(
            "require('fs').writeFileSync('/tmp/made.js', 'module.exports = 1'); console.log(require('/tmp/made.js'));");

        Assert.That(result.OutputText, Is.EqualTo("1\n"), result.ErrorText);
    }

    [Test]
    public async Task Execute_ScriptThatIsSureToFail_IsRefusedByName()
    {
        InstalledSkill skill = await _bench.InstallAsync("sharp", ("scripts/main.js", "require('sharp');"));

        Scripts.SkillScriptException error = (await Assert.ThrowsAsync<Scripts.SkillScriptException>(
            () => _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.js")))!;

        Assert.That(error.Message, Does.Contain("needs the package sharp, which is not in the skill"));
    }

    [TestCase("namespace A { export const x = 1; }", "TypeScript namespace declaration is not supported")]
    [TestCase("class A { run(private x: number) {} }", "only allowed in a constructor")]
    [TestCase("class A { constructor(private { x }) {} }", "a binding pattern")]
    [TestCase("class A extends B { constructor(private x) { if (x) { super(); } } }", "a statement of its own")]
    [TestCase("@a class A {}", "Decorators are not supported")]
    [TestCase("export = 1;", "TypeScript export assignment is not supported")]
    [TestCase("import fs = require('fs');", "TypeScript import equals declaration is not supported")]
    [TestCase("const x = <string>'a';", "angle-bracket syntax for type assertions")]
    public async Task Analyze_TypeScriptThatHasCode_IsASyntaxErrorThatSaysSo(string script, string message)
    {
        InstalledSkill skill = await _bench.InstallAsync(
            $"one-{Guid.NewGuid():N}", ("scripts/main.ts", $"\n{script}"));

        SkillScriptFinding finding = skill.Scripts.Single().Findings.Single();

        Assert.That(finding.Code, Is.EqualTo("syntax-error"));
        Assert.That(finding.Line, Is.EqualTo(2));
        Assert.That(finding.Message, Does.Contain(message));
    }
}
