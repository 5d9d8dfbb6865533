using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Boternity.Skills;
using Boternity.Skills.Auditing;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Grants;
using Boternity.Skills.PublishHost;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection;

// Installs a tool skill from a folder and executes it until a part of it is machine code, or for ten executions where
// there is no dynamic code. Says what it saw, as "name=value" lines.
string root = args[0];
long compiled = 0;
using var listener = new MeterListener
{
    InstrumentPublished = (instrument, self) =>
    {
        if (instrument.Meter.Name == BoternitySkillsDiagnostics.MeterName
            && instrument.Name == BoternitySkillsDiagnostics.CompiledFunctionsName)
        {
            self.EnableMeasurementEvents(instrument);
        }
    },
};
listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref compiled, count));
listener.Start();

string folder = Path.Combine(root, "skills", "hot");
Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(
    Path.Combine(folder, "SKILL.md"),
    "---\nname: hot\ndescription: Counts.\nmetadata:\n  skill-type: tool\n  version: \"1.0\"\n---\nCounts.\n");
await File.WriteAllBytesAsync(Path.Combine(folder, "skill.wasm"), HotTool.Binary);

var services = new ServiceCollection();
services.AddBoternitySkills(options =>
    {
        options.StorePath = Path.Combine(root, "store");
        options.CachePath = Path.Combine(root, "cache");
    })
    .AddDirectoryRegistry("local", Path.Combine(root, "skills"))
    .AddGitHubRegistry()
    .AddAuditLog(options => options.DirectoryPath = Path.Combine(root, "audit"));
await using ServiceProvider provider = services.BuildServiceProvider();

InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>().InstallAsync(
    SkillReference.Parse("local/hot"));
await provider.GetRequiredService<ISkillGrantStore>()
    .SetAsync(skill, new SkillGrants { EnvironmentVariables = ["LANG"] });
var executor = provider.GetRequiredService<ISkillExecutor>();
SkillExecutionResult result;
int executions = 0;
long start = Stopwatch.GetTimestamp();
bool isDone;
do
{
    result = await executor.ExecuteAsync(skill, "");
    executions++;
    isDone = RuntimeFeature.IsDynamicCodeSupported ? Interlocked.Read(ref compiled) > 0 : executions == 10;
}
while (!isDone && Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1));

long last = Stopwatch.GetTimestamp();
result = await executor.ExecuteAsync(skill, "");
TimeSpan duration = Stopwatch.GetElapsedTime(last);
SkillAuditReport audit = await provider.GetRequiredService<ISkillAuditVerifier>().VerifyAsync();

Console.WriteLine($"dynamic-code={RuntimeFeature.IsDynamicCodeSupported}");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compiled={Interlocked.Read(ref compiled)}"));
Console.WriteLine($"output={result.Output.Trim()}");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuel={result.FuelConsumed}"));
Console.WriteLine($"audit-intact={audit.IsIntact}");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"milliseconds={duration.TotalMilliseconds:0.0}"));
return 0;
