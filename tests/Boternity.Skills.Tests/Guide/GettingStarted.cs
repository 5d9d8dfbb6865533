using System.Diagnostics.Metrics;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Guide;

/// <summary>The code of docs/guide/getting-started.md and capabilities.md.</summary>
internal static class GettingStarted
{
    public static ServiceProvider CreateServices(string skills, string home, string reports)
    {
        // begin services
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBoternitySkills(options => options.StorePath = Path.Combine(home, "store"))
            .AddDirectoryRegistry("local", skills)
            .UseApprover(new ReportsApprover(reports))
            .AddAuditLog(options => options.DirectoryPath = Path.Combine(home, "audit"));
        ServiceProvider provider = services.BuildServiceProvider();
        // end services
        return provider;
    }

    public static async Task<SkillExecutionResult> RunAsync(ServiceProvider provider, string input)
    {
        // begin install
        var installer = provider.GetRequiredService<ISkillInstaller>();
        var executor = provider.GetRequiredService<ISkillExecutor>();

        InstalledSkill skill = await installer.InstallAsync(SkillReference.Parse("js-tour"));
        SkillExecutionResult result = await executor.ExecuteAsync(skill, input);
        Console.WriteLine(result.Output);
        // end install
        return result;
    }

    public static async Task<string> ExplainAsync(Func<Task> run)
    {
        // begin errors
        string answer;
        try
        {
            await run();
            answer = "done";
        }
        catch (SkillLimitExceededException error)
        {
            answer = $"The skill went over its limit: {error.Kind}, {error.Limit}.";
        }
        catch (SkillException error)
        {
            answer = $"{error.Code}: {error.Message}";
        }
        // end errors
        return answer;
    }

    public static async Task<SkillExecutionResult> RunWithGrantsAsync(
        ISkillExecutor executor, InstalledSkill skill, string input, string reports)
    {
        // begin grants
        var grants = new SkillGrants
        {
            Http = [new SkillHttpGrant { Host = "api.example.com", Methods = ["GET"] }],
            Directories =
            [
                new SkillDirectoryGrant { GuestPath = "/notes", HostPath = reports, Access = SkillFileAccess.Read },
            ],
            EnvironmentVariables = ["LANG"],
            Secrets = ["API_KEY"],
            RecallMemory = true,
        };
        SkillExecutionResult result = await executor.ExecuteAsync(
            skill, input, new SkillExecutionOptions { Grants = grants });
        foreach (SkillCapabilityUse use in result.CapabilityUses)
        {
            Console.WriteLine($"{use.Capability} on {use.Scope}: {use.Allowed} allowed, {use.Denied} denied");
        }
        // end grants
        return result;
    }

    public static Dictionary<string, long> Observe(Action run)
    {
        Dictionary<string, long> seen = [];
        // begin metrics
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == BoternitySkillsDiagnostics.MeterName)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, state) =>
                seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value);
        listener.Start();
        // end metrics
        run();
        return seen;
    }
}
