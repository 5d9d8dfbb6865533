using Boternity.Skills.Approval;
using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Manifests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Installation;

/// <summary>
/// A tool skill without a program cannot be overlooked, and a program that cannot run is not installed.
/// </summary>
public sealed class SkillInstallerProgramTests : IDisposable
{
    private sealed class Reports : IProgress<SkillInstallProgress>
    {
        public List<SkillInstallProgress> All { get; } = [];

        public void Report(SkillInstallProgress value) => All.Add(value);
    }

    private sealed class Approver : ISkillApprover
    {
        public List<SkillApprovalRequest> Requests { get; } = [];

        public ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default)
        {
            Requests.Add(request);
            return new(SkillApproval.Approve(SkillGrants.None));
        }
    }

    private readonly TemporaryDirectory _directory = new();
    private readonly Approver _approver = new();
    private readonly ListLogger<SkillInstallerProgramTests> _logs = new();

    public void Dispose() => _directory.Dispose();

    [TestCase(SkillStubMode.Marker)]
    [TestCase(SkillStubMode.Component)]
    public async Task InstallAsync_ToolWithoutAProgram_SaysSoEverywhere(SkillStubMode mode)
    {
        Write("bare", null);
        await using ServiceProvider provider = Build(mode);
        var reports = new Reports();

        InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>().InstallAsync(
            SkillReference.Parse("bare"), null, reports);
        SkillExecutionResult result = await provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(skill, "x");

        Assert.That(skill.IsStub, Is.True);
        Assert.That((await provider.GetRequiredService<ISkillStore>().GetAsync("bare")).IsStub, Is.True);
        Assert.That(result.IsStub, Is.True);
        Assert.That(_approver.Requests.Single().IsStub, Is.True);
        Assert.That(
            reports.All.Select(report => report.Diagnostic?.Code).OfType<string>(),
            Is.EqualTo(new[] { SkillDiagnosticCodes.ProgramMissing }));
        Assert.That(_logs.Lines, Has.Some.Contains("brings no program"));
    }

    [Test]
    public async Task InstallAsync_ToolWithoutAProgramAndTheHostTakesNoStubs_IsRefused()
    {
        Write("bare", null);
        await using ServiceProvider provider = Build(SkillStubMode.Refuse);

        Assert.That(
            () => provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse("bare")),
            Throws.InstanceOf<SkillCompilationException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.CompilationNoProgram));
        Assert.That((await provider.GetRequiredService<ISkillStore>().ListAsync()).Skills, Is.Empty);
    }

    [Test]
    public async Task InstallAsync_ProgramOfItsOwn_IsNoStub()
    {
        Write("real", File.ReadAllBytes(Repository.PathOf("tests/fixtures/wasm/c-skill.wasm")));
        await using ServiceProvider provider = Build(SkillStubMode.Refuse);

        InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>().InstallAsync(
            SkillReference.Parse("real"));

        Assert.That(skill.IsStub, Is.False);
        Assert.That(_logs.Lines, Has.None.Contains("brings no program"));
    }

    [Test]
    public async Task InstallAsync_ProgramThatCannotBeDecodedOrLinked_IsRefused()
    {
        byte[] whole = File.ReadAllBytes(Repository.PathOf("tests/fixtures/wasm/c-skill.wasm"));

        // A module that imports "x" "y", a function without parameters: core specification, section 5.5.5.
        byte[] importing = [.. TestSkills.EmptyModule, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, (byte)'x', 1, (byte)'y', 0, 0];
        foreach ((string name,
            byte[] wasm) in ((string, byte[])[])[("cut", whole[..(whole.Length / 2)]), ("importing", importing)])
        {
            Write(name, wasm);
            await using ServiceProvider provider = Build(SkillStubMode.Marker);

            Assert.That(
                () => provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse(name)),
                Throws.InstanceOf<SkillLinkException>(),
                name);
            Assert.That((await provider.GetRequiredService<ISkillStore>().ListAsync()).Skills, Is.Empty, name);
        }
    }

    private ServiceProvider Build(SkillStubMode mode)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ISkillApprover>(_approver);
        services.AddLogging(logging => logging.AddProvider(new ListLoggerProvider(_logs)));
        services.Configure<WasmCompilerOptions>(options => options.Stub = mode);
        services.AddBoternitySkills(options => options.StorePath = _directory.PathOf("store"))
            .AddDirectoryRegistry("local", _directory.PathOf("skills"));
        return services.BuildServiceProvider();
    }

    private void Write(string name, byte[]? wasm)
    {
        string folder = Directory.CreateDirectory(_directory.PathOf("skills", name)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "SKILL.md"),
            $"---\nname: {name}\ndescription: A probe.\nmetadata:\n  skill-type: tool\n---\nBody.\n");
        if (wasm is not null)
        {
            File.WriteAllBytes(Path.Combine(folder, "skill.wasm"), wasm);
        }
    }
}
