using Boternity.Skills.Capabilities;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Execution;

public sealed class SkillCallerTests : ISecretProvider
{
    public ValueTask<string?> FindSecretAsync(
        SkillContext context, string name, CancellationToken cancellationToken = default) =>
        new(Describe(context.Caller));

    [Test]
    public async Task Execute_ForACaller_TellsTheHostsServices()
    {
        using var directory = new TemporaryDirectory();
        var engine = new ProgrammableEngine
        {
            OnRun = async (request, token) =>
                EngineResults.Answer((await request.Host!.GetSecretAsync("KEY", token)).Text, 1, 1),
        };
        using SkillExecutor executor = TestExecutors.Create(
            engine, services => services.AddSingleton<ISecretProvider>(this));
        InstalledSkill skill = TestSkills.Installed(directory.Root, WasmBinaryKind.Module, TestSkills.EmptyModule);

        SkillExecutionResult result = await executor.ExecuteAsync(
            skill with { Manifest = skill.Manifest with { Secrets = ["KEY"] } },
            "",
            new SkillExecutionOptions
            {
                Grants = new SkillGrants { Secrets = ["KEY"] },
                Caller = new SkillCaller
                {
                    TenantId = "t",
                    UserId = "u",
                    SessionId = "s",
                    Items = new Dictionary<string, object> { ["a"] = 7 },
                },
            });

        Assert.That(result.Output, Is.EqualTo("t/u/s/7"));
    }

    private static string Describe(SkillCaller caller) =>
        $"{caller.TenantId}/{caller.UserId}/{caller.SessionId}/{caller.Items["a"]}";

    [Test]
    public void ToString_OfACaller_NamesNobody() =>
        Assert.That(new SkillCaller { UserId = "anna" }.ToString(), Does.Not.Contain("anna"));
}
