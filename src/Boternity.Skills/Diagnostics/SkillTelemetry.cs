using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Boternity.Skills.Diagnostics;

/// <summary>Activities and instruments. Tags never hold inputs, outputs, secrets or tokens.</summary>
internal static class SkillTelemetry
{
    public static readonly ActivitySource Activities = new(BoternitySkillsDiagnostics.ActivitySourceName);

    private static readonly Meter Meter = new(BoternitySkillsDiagnostics.MeterName);

    private static readonly Counter<long> Executions =
        Meter.CreateCounter<long>("boternity.skills.executions", "{execution}", "Executions that ended.");

    private static readonly Histogram<double> ExecutionDuration =
        Meter.CreateHistogram<double>("boternity.skills.execution.duration", "s", "Wall-clock time of executions.");

    private static readonly Counter<long> Fuel =
        Meter.CreateCounter<long>("boternity.skills.fuel", "{unit}", "Fuel that executions used.");

    private static readonly Counter<long> Installs =
        Meter.CreateCounter<long>("boternity.skills.installs", "{install}", "Installs that ended.");

    private static readonly Histogram<double> InstallDuration =
        Meter.CreateHistogram<double>("boternity.skills.install.duration", "s", "Wall-clock time of installs.");

    private static readonly Counter<long> Denials = Meter.CreateCounter<long>(
        "boternity.skills.denials", "{denial}", "Uses of capabilities that were denied.");

    private static readonly Counter<long> CompiledFunctions = Meter.CreateCounter<long>(
        BoternitySkillsDiagnostics.CompiledFunctionsName,
        "{function}",
        "Hot functions and loops that were compiled to machine code.");

    private static readonly FrozenSet<string> KnownMethods = FrozenSet.Create(
        StringComparer.Ordinal, "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    /// <summary>The outcome of what ended well.</summary>
    public const string Success = "success";

    public static void RecordExecution(string outcome, SkillTrustTier tier, TimeSpan duration, long fuel)
    {
        var tags = new TagList { { "outcome", outcome }, { "tier", tier.ToString() } };
        Executions.Add(1, tags);
        ExecutionDuration.Record(duration.TotalSeconds, tags);
        Fuel.Add(fuel, tags);
    }

    /// <summary>Begins a span; null where nobody listens.</summary>
    public static Activity? Start(string name) => Activities.StartActivity(name);

    /// <summary>Says of a span whose skill it is about, as the semantic conventions name it.</summary>
    public static void Describe(Activity? activity, string name, SkillSource source) =>
        activity?.SetTag("gen_ai.skill.name", name).SetTag("gen_ai.skill.source.uri", source.ToString());

    /// <summary>Says of a span that it failed, and how.</summary>
    public static void Fail(Activity? activity, Exception exception)
    {
        string type = OutcomeOf(exception);
        activity?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error, type);
    }

    /// <summary>
    /// Begins the span of a request that was granted; null where nobody listens. It has the host and not the address:
    /// a path may hold a secret.
    /// </summary>
    public static Activity? StartRequest(string capability, string method, Uri uri) =>
        Activities.StartActivity("boternity.skills.request", ActivityKind.Client)
            ?.SetTag("boternity.skills.capability", capability)
            .SetTag("http.request.method", KnownMethods.Contains(method) ? method : "_OTHER")
            .SetTag("server.address", uri.IdnHost)
            .SetTag("server.port", uri.Port);

    /// <summary>Says how a request was answered.</summary>
    public static void EndRequest(Activity? activity, int status)
    {
        activity?.SetTag("http.response.status_code", status);
        if (status >= 400)
        {
            FailRequest(activity, status.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Says that a request failed, and how.</summary>
    public static void FailRequest(Activity? activity, string type) =>
        activity?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error, type);

    /// <summary>Does a step under a span of its own.</summary>
    public static async Task<T> StepAsync<T>(string name, Func<Task<T>> step)
    {
        using Activity? activity = Start(name);
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(activity, exception);
            throw;
        }
    }

    public static void RecordDenials(string capability, long count) =>
        Denials.Add(count, new KeyValuePair<string, object?>("capability", capability));

    public static void RecordCompiledFunction() => CompiledFunctions.Add(1);

    public static void RecordInstall(string outcome, TimeSpan duration)
    {
        var tags = new TagList { { "outcome", outcome } };
        Installs.Add(1, tags);
        InstallDuration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A tag of few values for an error: its code, or <c>cancelled</c>.</summary>
    public static string OutcomeOf(Exception exception) => exception switch
    {
        SkillException skill => skill.Code,
        OperationCanceledException => "cancelled",
        _ => exception.GetType().Name,
    };
}
