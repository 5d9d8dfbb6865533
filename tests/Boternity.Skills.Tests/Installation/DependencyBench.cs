using System.Globalization;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Locking;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Installation;

/// <summary>Two registries over directories, a store, and an approver that remembers what it was asked.</summary>
internal sealed class DependencyBench : ISkillApprover, IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _provider;

    public DependencyBench(Action<IBoternitySkillsBuilder>? configure = null)
    {
        Directory.CreateDirectory(_directory.PathOf("first"));
        Directory.CreateDirectory(_directory.PathOf("second"));
        var services = new ServiceCollection();
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options => options.StorePath = StorePath)
            .AddDirectoryRegistry("first", _directory.PathOf("first"))
            .AddDirectoryRegistry("second", _directory.PathOf("second"))
            .UseApprover(this);
        configure?.Invoke(builder);
        _provider = services.BuildServiceProvider();
    }

    public string StorePath => _directory.PathOf("store");

    public string LockPath => _directory.PathOf(SkillLock.FileName);

    public ISkillStore Store => Get<ISkillStore>();

    public ISkillInstaller Installer => Get<ISkillInstaller>();

    /// <summary>What was asked, a list for each question.</summary>
    public List<SkillApprovalRequest[]> Questions { get; } = [];

    /// <summary>The name that is refused.</summary>
    public string? Refused { get; set; }

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        Questions.Add([request]);
        return new(Answer(request));
    }

    public ValueTask<IReadOnlyList<SkillApproval>> DecideAllAsync(
        IReadOnlyList<SkillApprovalRequest> requests, CancellationToken cancellationToken = default)
    {
        Questions.Add([.. requests]);
        return new([.. requests.Select(Answer)]);
    }

    /// <summary>Writes a skill's SKILL.md with lines below <c>metadata</c>.</summary>
    public void Write(string registry, string name, string version, params string[] metadata)
    {
        string folder = Directory.CreateDirectory(_directory.PathOf(registry, name)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "SKILL.md"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                ---
                name: {name}
                description: The skill {name}.
                metadata:
                  version: "{version}"
                  {string.Join("\n  ", metadata)}
                ---
                Text of {name} {version}.

                """).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    public Task<InstalledSkill> InstallAsync(string reference, SkillInstallOptions? options = null) =>
        Installer.InstallAsync(SkillReference.Parse(reference), options);

    /// <summary>What is installed, as <c>id version</c>, with a star for what nobody asked for.</summary>
    public async Task<string> InstalledAsync() => string.Join(", ", (await Store.ListAsync()).Skills
        .Select(skill => $"{skill.SkillId} {skill.Manifest.Version}{(skill.IsDependency ? "*" : "")}"));

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _directory.Dispose();
    }

    private SkillApproval Answer(SkillApprovalRequest request) => request.Package.Manifest.Name == Refused
        ? SkillApproval.Refuse("the test said so")
        : SkillApproval.Approve(SkillGrants.None);
}
