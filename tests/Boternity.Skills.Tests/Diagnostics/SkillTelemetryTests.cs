using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Execution;
using Boternity.Skills.Tests.Execution;

namespace Boternity.Skills.Tests.Diagnostics;

public sealed class SkillTelemetryTests
{
    private readonly ProgrammableEngine _engine = new();
    private readonly List<Activity> _activities = [];
    private readonly List<(string Instrument, double Value, string? Outcome)> _measurements = [];
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    private async Task ExecuteAsync()
    {
        // Other tests may run at the same time: only this invocation's activity counts.
        string invocation = Guid.NewGuid().ToString();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BoternitySkillsDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("boternity.skills.invocation_id") as string == invocation)
                {
                    _activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(activities);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == BoternitySkillsDiagnostics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        meters.Start();

        using SkillExecutor executor = TestExecutors.Create(_engine);
        InstalledSkill skill = TestSkills.Installed(_directory.Root, WasmBinaryKind.Module, TestSkills.EmptyModule);
        await executor.ExecuteAsync(skill, "a private input", new SkillExecutionOptions { InvocationId = invocation });
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? outcome = null;
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            outcome = tag.Key == "outcome" ? tag.Value as string : outcome;
        }

        lock (_measurements)
        {
            _measurements.Add((instrument.Name, value, outcome));
        }
    }

    [Test]
    public async Task Execute_ThatEndsWell_IsSeenWithItsFuelAndWithoutItsInput()
    {
        await ExecuteAsync();

        Activity activity = _activities.Single();
        Assert.That(activity.OperationName, Is.EqualTo("boternity.skills.execute"));
        Assert.That(activity.Status, Is.EqualTo(ActivityStatusCode.Unset));
        Assert.That(activity.TagObjects.Select(tag => tag.Value?.ToString()), Has.None.Contains("private"));
        Assert.That(_measurements, Has.Some.EqualTo(("boternity.skills.executions", 1d, "success")));
        Assert.That(_measurements, Has.Some.EqualTo(("boternity.skills.fuel", 42d, "success")));
        Assert.That(_measurements.Select(m => m.Instrument), Has.Some.EqualTo("boternity.skills.execution.duration"));
    }

    [Test]
    public async Task Execute_ThatFails_IsSeenWithTheErrorsCode()
    {
        _engine.OnRun = (_, _) => throw new SkillTrapException("unreachable", [], "unreachable");

        await Assert.ThrowsAsync<SkillTrapException>(ExecuteAsync);

        Assert.That(_activities.Single().Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(
            _measurements, Has.Some.EqualTo(("boternity.skills.executions", 1d, SkillErrorCodes.ExecutionTrap)));
    }
}
