using Boternity.Skills;
using Boternity.Skills.Auditing;
using Boternity.Skills.Grants;
using Boternity.Skills.QuickStart;
using Boternity.Skills.Text;
using Microsoft.Extensions.DependencyInjection;

// What a host writes: where skills come from, who approves them, where they are kept. Here, a directory that goes away.
string home = Directory.CreateTempSubdirectory("boternity-quickstart-").FullName;
var services = new ServiceCollection();
IBoternitySkillsBuilder builder = services
    .AddBoternitySkills(options => options.StorePath = Path.Combine(home, "store"))
    .AddDirectoryRegistry("bundled", Path.Combine(AppContext.BaseDirectory, "skills"))
    .UseApprover(new ConsoleApprover())
    .AddAuditLog(options => options.DirectoryPath = Path.Combine(home, "audit"));
if (ScriptTour.IsPossible)
{
    builder.AddPython().AddJavaScript();
}

if (args is ["--engine", "wasmtime"])
{
    builder.UseWasmtime();
}

await using ServiceProvider provider = services.BuildServiceProvider();
var installer = provider.GetRequiredService<ISkillInstaller>();
var executor = provider.GetRequiredService<ISkillExecutor>();
try
{
    Console.WriteLine("1. What the registry has");
    await foreach (DiscoveredSkill found in provider.GetRequiredService<ISkillRegistry>().ListAsync())
    {
        Show($"{found.Name,-14} {found.Manifest.Type,-7} {found.Manifest.Description}");
    }

    Console.WriteLine("\n2. Install a prompt skill: a model reads it");
    InstalledSkill notes = await installer.InstallAsync(SkillReference.Parse("release-notes"));
    string body = await provider.GetRequiredService<ISkillStore>().ReadBodyAsync(notes);
    Show($"its text begins: {body.Trim()}");

    Console.WriteLine("\n3. Install a tool skill: a program in JavaScript");
    InstalledSkill tour = await installer.InstallAsync(SkillReference.Parse("js-tour"));

    Console.WriteLine("\n4. Execute it: it reads what was granted, and nothing else");
    SkillExecutionResult result = await executor.ExecuteAsync(tour, """
        {"op": "tour", "steps": [
          {"op": "read-file", "path": "/notes/today.txt"},
          {"op": "http-get", "url": "https://example.com/"}]}
        """);
    Show($"it answers: {result.Output}");
    foreach (SkillCapabilityUse use in result.CapabilityUses)
    {
        Show($"{use.Capability.ToName()} {use.Scope}: {use.Allowed} allowed, {use.Denied} denied");
    }

    Show($"{result.FuelConsumed:N0} fuel, {result.PeakMemoryBytes / 1024:N0} KiB, {result.Duration.TotalSeconds:N2} s, "
        + $"engine {result.Engine}");

    Console.WriteLine("\n5. Install a skill with scripts: one of them cannot run, and says why");
    InstalledSkill? report = await ScriptTour.InstallAsync(installer, Show);
    if (report is not null)
    {
        await ScriptTour.RunAsync(executor, report, Directory.CreateDirectory(Path.Combine(home, "work")), Show);
    }

    Console.WriteLine("\n6. Look at the audit log");
    SkillAuditReport audit = await provider.GetRequiredService<ISkillAuditVerifier>().VerifyAsync();
    Show(audit.IsIntact ? $"{audit.Lines} lines, each bound to the one before" : $"broken: {audit.Error}");

    string done = report is null ? "2 skills installed, 1 executed" : "3 skills installed, 1 executed, 2 scripts run";
    Console.WriteLine($"\nDone: {done}; 1 use granted, 1 denied.");
    Console.WriteLine("Next: write one of your own, with the command line (docs/guide/cli.md):");
    Console.WriteLine("  dotnet run --project src/Boternity.Skills.Tool -- new js shout");
    Console.WriteLine("  dotnet run --project src/Boternity.Skills.Tool -- run shout --input hello");
    return 0;
}
catch (SkillException error)
{
    Console.Error.WriteLine($"{error.Code}: {error.Message}");
    return 1;
}
finally
{
    await provider.DisposeAsync();
    Directory.Delete(home, recursive: true);
}

// What comes from a skill is a stranger's text: one line of it, without what could steer a terminal.
static void Show(string text)
{
    string line = DisplayText.OneLine(text);
    Console.WriteLine(line.Length <= 76 ? $"   {line}" : $"   {line[..75]}…");
}
