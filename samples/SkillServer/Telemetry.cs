using Boternity.Skills.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Boternity.Skills.Samples.SkillServer;

/// <summary>Traces and metrics of requests and skills, for OpenTelemetry.</summary>
internal static class Telemetry
{
    /// <summary>The variable that names where they are sent, as OpenTelemetry has it; without it nowhere.</summary>
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddSkillTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        bool sends = !string.IsNullOrEmpty(configuration[Endpoint]);
        services.AddOpenTelemetry()
            .WithTracing(tracing =>
            {
                tracing.AddAspNetCoreInstrumentation().AddSource(BoternitySkillsDiagnostics.ActivitySourceName);
                if (sends)
                {
                    tracing.AddOtlpExporter();
                }
            })
            .WithMetrics(metrics =>
            {
                metrics.AddAspNetCoreInstrumentation().AddMeter(BoternitySkillsDiagnostics.MeterName);
                if (sends)
                {
                    metrics.AddOtlpExporter();
                }
            });
    }
}
