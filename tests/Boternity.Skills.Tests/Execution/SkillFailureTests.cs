using System.Text;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Execution;

/// <summary>What a program that fails says, when it knows a secret.</summary>
internal sealed class SkillFailureTests : ISecretProvider, IDisposable
{
    private const string Secret = "sk-live-Ünïcode-0123456789";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public ValueTask<string?> FindSecretAsync(
        SkillContext context, string name, CancellationToken cancellationToken = default) => new(Secret);

    // Of standard error the end is kept, wherever that begins.
    [Test]
    public async Task ExecuteAsync_StandardErrorThatWasCutInASecret_ShowsNothingOfIt([Range(0, 24)] int cut)
    {
        byte[] whole = Encoding.UTF8.GetBytes($"{Secret} is the key");

        SkillFailedException failure = await FailAsync(whole[cut..]);

        Assert.That(failure.Error, Is.EqualTo("*** is the key"));
        Assert.That(failure.Message, Does.EndWith("exited with code 3: *** is the key"));
    }

    [Test]
    public async Task ExecuteAsync_FailureWithASecret_StillTellsTheLimitThatWasMet()
    {
        SkillFailedException failure = await FailAsync(Encoding.UTF8.GetBytes($"no memory for {Secret}"));

        Assert.That(failure.LimitMet, Is.EqualTo(SkillLimitKind.Memory));
        Assert.That((failure.FuelConsumed, failure.PeakMemoryBytes), Is.EqualTo((7L, 8L)));
    }

    private async Task<SkillFailedException> FailAsync(byte[] standardError)
    {
        var engine = new ProgrammableEngine
        {
            OnRun = async (request, token) =>
            {
                await request.Host!.GetSecretAsync("key", token);
                return new WasmRunResult
                {
                    ExitCode = 3,
                    StandardError = standardError,
                    LimitMet = SkillLimitKind.Memory,
                    FuelConsumed = 7,
                    PeakMemoryBytes = 8,
                };
            },
        };
        using SkillExecutor executor = TestExecutors.Create(
            engine, services => services.AddSingleton<ISecretProvider>(this));
        InstalledSkill tool = TestSkills.Installed(_directory.Root, WasmBinaryKind.Module, TestSkills.EmptyModule);
        tool = tool with { Manifest = tool.Manifest with { Secrets = ["key"] } };
        return (await Assert.ThrowsAsync<SkillFailedException>(() => executor.ExecuteAsync(
            tool, "", new SkillExecutionOptions { Grants = new SkillGrants { Secrets = ["key"] } })))!;
    }
}
