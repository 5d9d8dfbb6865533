using System.CommandLine;
using Boternity.Skills;
using Boternity.Skills.QuickStart;
using Spectre.Console;

// Colours are for a terminal, not for a file.
AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;

var registry = new Option<string?>("--registry") { Description = "A GitHub repository, as owner/repo." };
var install = new Option<string?>("--install") { Description = "The name of a skill in that repository." };
var root = new RootCommand("Installs and executes skills, and shows each step. Without options: bundled skills, no network.")
{
    registry,
    install,
};
root.Validators.Add(result =>
{
    if (result.GetValue(registry) is null != result.GetValue(install) is null)
    {
        result.AddError("--registry and --install go together.");
    }
});
root.SetAction(async (options, cancellationToken) =>
{
    try
    {
        await (options.GetValue(registry) is { } repository
            ? GitHubTour.RunAsync(repository, options.GetValue(install)!, cancellationToken)
            : BundledTour.RunAsync(cancellationToken));
        return 0;
    }
    catch (SkillException error)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]{error.Code}[/] {error.Message}");
        return 1;
    }
});
return await root.Parse(args).InvokeAsync();
