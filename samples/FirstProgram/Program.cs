using Boternity.Skills;
using Microsoft.Extensions.DependencyInjection;

// A skill is a folder with a SKILL.md. This one is a tool: its program is JavaScript, and runs in a sandbox.
string folder = Directory.CreateDirectory("skills/word-count").FullName;
File.WriteAllText($"{folder}/SKILL.md", """
    ---
    name: word-count
    description: Counts the words of a text.
    metadata:
      skill-type: tool
    ---
    Input: a text. Output: how many words it has.
    """);
File.WriteAllText($"{folder}/skill.js", """
    export function execute(input) { return `${input.trim().split(/\s+/).length} words`; }
    """);

var services = new ServiceCollection();
services.AddBoternitySkills(options => options.StorePath = Path.GetFullPath("store"))
    .AddDirectoryRegistry("local", Path.GetFullPath("skills"))
    .AddJavaScript();
await using ServiceProvider provider = services.BuildServiceProvider();

var installer = provider.GetRequiredService<ISkillInstaller>();
var executor = provider.GetRequiredService<ISkillExecutor>();
InstalledSkill skill = await installer.InstallAsync(SkillReference.Parse("word-count"));
SkillExecutionResult result = await executor.ExecuteAsync(skill, "the quick brown fox");
Console.WriteLine($"{result.Output}, {result.FuelConsumed} fuel");
