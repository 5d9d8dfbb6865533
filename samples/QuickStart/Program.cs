using System.CommandLine;
using Boternity.Skills;
using Boternity.Skills.QuickStart;
using Spectre.Console;

// Colours and breaks that suit a screen are for a terminal, not for a file.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Width = 120;
}

var registry = new Option<string?>("--registry")
{
    Description = "A GitHub repository, as owner/repo. Needs --install.",
};
var install = new Option<string?>("--install") { Description = "The name of a skill in that repository." };
var directory = new Option<DirectoryInfo?>("--directory")
{
    Description = "A folder with skills on disk. Needs --execute.",
};
var execute = new Option<string?>("--execute") { Description = "The name of a tool skill in that folder." };
var input = new Option<string>("--input")
{
    Description = "What the skill gets. Goes with --execute.",
    DefaultValueFactory = _ => "",
};
var read = new Option<DirectoryInfo?>("--read")
{
    Description = "A folder that the skill may read, which it sees as /data. Goes with --execute.",
};
var sign = new Option<DirectoryInfo?>("--sign") { Description = "A skill's folder to sign. Needs --key." };
var key = new Option<FileInfo?>("--key")
{
    Description = "The private key, ECDSA P-256 in PEM; made when it is not there.",
};
var root = new RootCommand(
    "Installs and executes skills, and shows each step. Without options: bundled skills, no network.")
{
    registry, install, directory, execute, input, read, sign, key,
};
root.Validators.Add(result =>
{
    if (result.GetValue(registry) is null != result.GetValue(install) is null)
    {
        result.AddError("--registry and --install go together.");
    }

    if (result.GetValue(registry) is { } repository
        && (repository.Split('/') is not [var owner, var name] || owner.Length == 0 || name.Length == 0))
    {
        result.AddError($"--registry takes owner/repo; '{repository}' is none.");
    }

    if (result.GetValue(directory) is null != result.GetValue(execute) is null)
    {
        result.AddError("--directory and --execute go together.");
    }

    if (result.GetValue(execute) is null
        && (result.GetResult(input) is { Implicit: false } || result.GetValue(read) is not null))
    {
        result.AddError("--input and --read go with --execute.");
    }

    if (result.GetValue(read) is { Exists: false } missing)
    {
        result.AddError($"The folder '{missing.FullName}' of --read does not exist.");
    }

    if (result.GetValue(sign) is null != result.GetValue(key) is null)
    {
        result.AddError("--sign and --key go together.");
    }
});
root.SetAction(async (options, cancellationToken) =>
{
    try
    {
        Task tour = (options.GetValue(registry), options.GetValue(directory), options.GetValue(sign)) switch
        {
            ({ } repository, _, _) => GitHubTour.RunAsync(repository, options.GetValue(install)!, cancellationToken),
            (_, { } folder, _) => DirectoryTour.RunAsync(
                folder,
                options.GetValue(execute)!,
                options.GetValue(input)!,
                options.GetValue(read),
                cancellationToken),
            (_, _, { } folder) => Signing.RunAsync(folder, options.GetValue(key)!, cancellationToken),
            _ => BundledTour.RunAsync(cancellationToken),
        };
        await tour;
        return 0;
    }
    catch (SkillException error)
    {
        Console.Error.WriteLine($"{error.Code}: {error.Message}");
        return 1;
    }
    catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
});
return await root.Parse(args).InvokeAsync();
