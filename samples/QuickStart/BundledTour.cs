using Boternity.Skills.Auditing;
using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Boternity.Skills.QuickStart;

/// <summary>
/// Lists the bundled skills, installs a prompt skill and two tool skills, executes the tools, and shows the audit.
/// Needs no network.
/// </summary>
internal static class BundledTour
{
    private const string TourInput =
        """
        {"op": "tour", "steps": [
          {"op": "read-file", "path": "/notes/today.txt"},
          {"op": "http-get", "url": "https://example.com/"}]}
        """;

    // The store stays between runs; what an earlier version of the sample left in it, this one replaces.
    private static readonly SkillInstallOptions Replace = new() { Conflict = SkillConflictPolicy.Replace };

    private static readonly Dictionary<string, SkillGrants> Grants = new()
    {
        ["js-tour"] = new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant
                {
                    GuestPath = "/notes",
                    HostPath = Path.Combine(AppContext.BaseDirectory, "notes"),
                    Access = SkillFileAccess.Read,
                },
            ],
        },
    };

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using ServiceProvider provider = SampleHost.Create(
            skills => skills.AddDirectoryRegistry("bundled", Path.Combine(AppContext.BaseDirectory, "skills")), Grants);
        await RunAsync(provider, cancellationToken);
        await Output.AuditAsync(
            provider.GetRequiredService<ISkillAuditVerifier>(), SampleHost.AuditPath, cancellationToken);
    }

    private static async Task RunAsync(ServiceProvider provider, CancellationToken cancellationToken)
    {
        var installer = provider.GetRequiredService<ISkillInstaller>();
        var store = provider.GetRequiredService<ISkillStore>();

        await ListAsync(provider.GetRequiredService<ISkillRegistry>(), cancellationToken);

        Output.Step("Install a prompt skill");
        InstalledSkill notes = await installer.InstallAsync(
            SkillReference.Parse("release-notes"), Replace, Output.Steps, cancellationToken);
        Output.Installed(notes);
        Output.Text("What a model would read", await store.ReadBodyAsync(notes, cancellationToken));

        Output.Step("Install a tool skill that has no program yet");
        InstalledSkill coach = await installer.InstallAsync(
            SkillReference.Parse("bundled/haiku-coach"), Replace, Output.Steps, cancellationToken);
        Output.Installed(coach);

        var executor = provider.GetRequiredService<ISkillExecutor>();
        Output.Step("Execute it");
        Output.Result(await executor.ExecuteAsync(coach, "a haiku about rain", cancellationToken: cancellationToken));

        Output.Step("Install a tool skill written in JavaScript");
        InstalledSkill tour = await installer.InstallAsync(
            SkillReference.Parse("js-tour"), Replace, Output.Steps, cancellationToken);
        Output.Installed(tour);

        Output.Step("Execute it: it may read one directory, and nothing else");
        SkillExecutionResult result = await executor.ExecuteAsync(
            tour, TourInput, cancellationToken: cancellationToken);
        Output.Result(result);
        Output.Uses(result);
    }

    private static async Task ListAsync(ISkillRegistry registry, CancellationToken cancellationToken)
    {
        Output.Step($"List the registry '{registry.Name}'");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Type", "Description");
        await foreach (DiscoveredSkill skill in registry.ListAsync(cancellationToken))
        {
            table.AddRow(
                Output.Safe(skill.Name), skill.Manifest.Type.ToString(), Output.Safe(skill.Manifest.Description));
        }

        AnsiConsole.Write(table);
    }
}
