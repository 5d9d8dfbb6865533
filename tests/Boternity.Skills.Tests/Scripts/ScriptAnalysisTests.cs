using Boternity.Skills.Approval;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Scripts;

/// <summary>What is known of a script before it runs.</summary>
public sealed class ScriptAnalysisTests : IDisposable
{
    // What obeys prints, by the script that asks for it, takes the place of a report.
    private readonly ScriptBench _bench = new(builder => builder
        .AddScriptRuntime(_ => new AnalyzingRuntime(ScriptBench.Runtime))
        .UseApprover(new Recorder()));

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Install_SkillWithScripts_ListsThem()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            ("scripts/a.obey", "say []\n"),
            ("scripts/b.rb", "puts 1\n"),
            ("scripts/data.csv", "1,2\n"),
            ("tool.obey", "say x\n"),
            ("helper.sh", "true\n"));

        Assert.That(
            skill.Scripts.Select(script => (script.Path, script.Language, script.Runtime, script.CanRun)),
            Is.EqualTo(new[]
            {
                ("scripts/a.obey", "obey", "obey 1.0", true),
                ("scripts/b.rb", "ruby", null!, false),
            }));
        Assert.That(await _bench.Get<ISkillStore>().GetAsync("probe"), Is.EqualTo(skill));
        Assert.That(Recorder.Last!.Scripts, Is.EqualTo(skill.Scripts));
    }

    [Test]
    public async Task Install_ReportOfTheRuntime_IsKeptAndEnforced()
    {
        InstalledSkill skill = await _bench.InstallAsync(("scripts/a.obey", """
            say [{"path":"/skill/scripts/a.obey","findings":[
            say {"code":"program","severity":"warning","message":"may start soffice","line":9,"name":"soffice"},
            say {"code":"native-module","severity":"error","line":2,"name":"Pillow",
            say "message":"needs Pillow, a native module."}
            say ],"requirements":["pillow>=10"]}]
            """));

        SkillScript script = skill.Scripts.Single();
        Assert.That(script.CanRun, Is.False);
        Assert.That(script.Requirements, Is.EqualTo(new[] { "pillow>=10" }));
        Assert.That(
            script.Findings.Select(finding => (finding.Code, finding.Severity, finding.Line, finding.Name)),
            Is.EqualTo(new[]
            {
                ("native-module", SkillDiagnosticSeverity.Error, 2, "Pillow"),
                ("program", SkillDiagnosticSeverity.Warning, 9, "soffice"),
            }));

        SkillScriptException error = (await Assert.ThrowsAsync<SkillScriptException>(
            () => _bench.Executor.ExecuteScriptAsync(skill, "scripts/a.obey")))!;
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ScriptCannotRun));
        Assert.That(
            error.Message,
            Is.EqualTo(
                "'scripts/a.obey' of 'probe' cannot run in the sandbox: needs Pillow, a native module."));
        Assert.That(error.Findings.Single().Name, Is.EqualTo("Pillow"));

        SkillScriptResult anyway = await _bench.Executor.ExecuteScriptAsync(
            skill, "scripts/a.obey", new SkillScriptOptions { Check = SkillScriptCheck.RunAnyway });
        Assert.That(anyway.ExitCode, Is.Zero);
    }

    [TestCase("say not a report\n")]
    [TestCase("say null\n")]
    [TestCase("say [null, {}]\nreturn 3\n")]
    [TestCase("abort\n")]
    public async Task Install_AnalysisThatFails_IsAWarning(string script)
    {
        InstalledSkill skill = await _bench.InstallAsync(("scripts/a.obey", script));

        SkillScriptFinding finding = skill.Scripts.Single().Findings.Single();
        Assert.That((finding.Code, finding.Severity), Is.EqualTo(("not-analyzed", SkillDiagnosticSeverity.Warning)));
    }

    [Test]
    public async Task Install_ReportWithControlCharacters_IsHarmless()
    {
        InstalledSkill skill = await _bench.InstallAsync((
            "scripts/a.obey",
            "say [{\"path\":\"/skill/scripts/a.obey\",\"findings\":[{\"message\":\"\\u001b[31mred\\u202e\"}]}]\n"));

        Assert.That(skill.Scripts.Single().Findings.Single().Message, Is.EqualTo(" [31mred "));
    }

    private sealed class Recorder : ISkillApprover
    {
        public static SkillApprovalRequest? Last { get; private set; }

        public ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default)
        {
            Last = request;
            return new(SkillApproval.Approve(Boternity.Skills.Grants.SkillGrants.None));
        }
    }
}
