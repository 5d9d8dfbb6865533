using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Boternity.Skills.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Execution;

/// <summary>An executor over a real store: what was approved is what runs.</summary>
public sealed class SkillExecutorTrustTests : IDisposable
{
    private readonly StoreBench _bench = new();
    private readonly ProgrammableEngine _engine = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task ExecuteAsync_SkillOfAStore_RunsTheVerifiedBytes()
    {
        InstalledSkill skill = await InstallAsync();
        byte[] loaded = [];
        _engine.OnLoad = binary =>
        {
            loaded = binary.Bytes.ToArray();
            return Task.CompletedTask;
        };

        SkillExecutionResult result = await ExecuteAsync(skill);

        Assert.That(result.Output, Is.EqualTo("ran in"));
        Assert.That(loaded, Is.EqualTo(TestSkills.EmptyModule));
    }

    [TestCase("a.txt", "altered")]
    [TestCase("skill.wasm", "altered")]
    [TestCase("a.txt", "deleted")]
    [TestCase("planted.txt", "added")]
    public async Task ExecuteAsync_FileIsNotWhatWasInstalled_DoesNotRun(string file, string how)
    {
        InstalledSkill skill = await InstallAsync();
        await ExecuteAsync(skill);
        string path = _bench.ContentPath("probe", file);
        if (how == "deleted")
        {
            File.Delete(path);
        }
        else
        {
            File.AppendAllText(path, "!");
        }

        int runs = 0;
        _engine.OnRun = (_, _) =>
        {
            runs++;
            return Task.FromResult(EngineResults.Answer("", 0, 0));
        };

        SkillIntegrityException error = (await Assert.ThrowsAsync<SkillIntegrityException>(() => ExecuteAsync(skill)))!;

        Assert.That(error.File, Is.EqualTo(file));
        Assert.That(runs, Is.Zero);
    }

    [Test]
    public async Task ExecuteAsync_GrantRevoked_IsObeyedByTheNextExecution()
    {
        InstalledSkill skill = await InstallAsync();
        var grants = new FileSystemGrantStore(
            Options.Create(new BoternitySkillsOptions { StorePath = _bench.Root }),
            new FileSystem(),
            TimeProvider.System,
            NullLogger<FileSystemGrantStore>.Instance);
        await grants.SetAsync(skill, new SkillGrants { EnvironmentVariables = ["PATH"] });
        List<bool> refused = [];
        _engine.OnRun = (request, _) =>
        {
            refused.Add(request.Host!.ReadEnvironment("PATH").IsError);
            return Task.FromResult(EngineResults.Answer("", 0, 0));
        };
        using var executor = TestExecutors.Create(_engine, store: _bench.Store, grants: grants);

        await executor.ExecuteAsync(skill, "in");
        await grants.ChangeAsync(skill, now => now with { EnvironmentVariables = [] });
        await executor.ExecuteAsync(skill, "in");

        Assert.That(refused, Is.EqualTo([false, true]));
    }

    private async Task<InstalledSkill> InstallAsync()
    {
        SkillStoreRequest request = StoreBench.Tool("1", "a.txt");
        SkillManifest manifest = request.Package.Manifest with { Capabilities = [SkillCapability.ReadEnv] };
        return await _bench.Store.InstallAsync(request with
        {
            Package = request.Package with { Document = request.Package.Document with { Manifest = manifest } },
            Wasm = new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = TestSkills.EmptyModule },
        });
    }

    private async Task<SkillExecutionResult> ExecuteAsync(InstalledSkill skill)
    {
        using var executor = TestExecutors.Create(_engine, store: _bench.Store);
        return await executor.ExecuteAsync(skill, "in");
    }
}
