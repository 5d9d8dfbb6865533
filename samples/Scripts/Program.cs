using Boternity.Skills;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;
using Boternity.Skills.Samples.Scripts;
using Boternity.Skills.Scripts;
using Boternity.Skills.Text;
using Microsoft.Extensions.DependencyInjection;

// The scripts of a skill, in the sandbox: what they need is known before they are approved, and one that cannot run is
// refused with its reason. A package has its interpreter in it; a build from the repository has once they are built.
if (!PythonRuntime.IsIncluded || !JavaScriptRuntime.IsIncluded)
{
    Console.WriteLine("This build has no interpreters in it. On Debian, build them, some ten minutes the first time:");
    Console.WriteLine("  bash build/runtimes/build.sh");
    Console.WriteLine("and run this sample again. The packages Boternity.Skills.Runtimes.* have theirs in them.");
    return 0;
}

string home = Directory.CreateTempSubdirectory("boternity-scripts-").FullName;
string work = Directory.CreateDirectory(Path.Combine(home, "work")).FullName;
await File.WriteAllTextAsync(
    Path.Combine(work, "sales.csv"), "region,amount\nnorth,120.50\nsouth,80\nnorth,40\nwest,200\n");
var services = new ServiceCollection();
services.AddBoternitySkills(options => options.StorePath = Path.Combine(home, "store"))
    .AddDirectoryRegistry("bundled", Path.Combine(AppContext.BaseDirectory, "skills"))
    .UseApprover(new ShowingApprover())
    .AddPython()
    .AddJavaScript();
await using ServiceProvider provider = services.BuildServiceProvider();
var executor = provider.GetRequiredService<ISkillExecutor>();
try
{
    Console.WriteLine("1. Install: each script is analysed before anybody is asked");
    InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>()
        .InstallAsync(SkillReference.Parse("sales-report"));

    Console.WriteLine("\n2. Run the Python script on a file of the work directory");
    await RunAsync(skill, "scripts/summarize.py", "sales.csv", "summary.json");

    Console.WriteLine("\n3. Run the JavaScript one on what the first has written");
    await RunAsync(skill, "scripts/chart.js", "summary.json");

    Console.WriteLine("\n4. Run the one that needs Pillow");
    try
    {
        await RunAsync(skill, "scripts/thumbnail.py", "chart.png");
    }
    catch (SkillScriptException refused)
    {
        Show($"{refused.Code}: {refused.Message}");
    }

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

async Task RunAsync(InstalledSkill skill, string script, params string[] arguments)
{
    SkillScriptResult result = await executor.ExecuteScriptAsync(
        skill, script, new SkillScriptOptions { Arguments = arguments, WorkDirectory = work });
    foreach (string line in (result.OutputText + result.ErrorText).TrimEnd().Split('\n'))
    {
        Show(line);
    }

    string files = string.Join(", ", result.Files.Select(file => $"{file.Path} ({file.Size} bytes)"));
    Show($"exit code {result.ExitCode}; wrote {(files.Length == 0 ? "nothing" : files)}; "
        + $"{result.FuelConsumed:N0} fuel, {result.Duration.TotalMilliseconds:N0} ms");
}

// What comes from a skill is a stranger's text.
static void Show(string text) => Console.WriteLine($"   {DisplayText.OneLine(text)}");
