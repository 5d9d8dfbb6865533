using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>What one run of a guest is given.</summary>
internal sealed record GuestOptions
{
    public GuestSystem System { get; init; } = new();

    /// <summary>The functions of <c>boternity:skill/host</c>; null where a call of one ends the run.</summary>
    public ISkillHost? SkillHost { get; init; }

    /// <summary>Answers <c>boternity:script/host</c>; null where nothing does.</summary>
    public IScriptHost? ScriptHost { get; init; }

    /// <summary>What <c>get-context</c> answers; null where a call of it ends the run.</summary>
    public GuestIdentity? Identity { get; init; }

    /// <summary>Takes standard output.</summary>
    /// <value>Keeps the first MiB.</value>
    public OutputCapture Output { get; init; } = new(1 << 20, OutputCaptureMode.First);

    /// <summary>Takes standard error.</summary>
    /// <value>Keeps the last 64 KiB.</value>
    public OutputCapture ErrorOutput { get; init; } = new(64 << 10, OutputCaptureMode.Last);

    /// <summary>The step of the clocks that the guest sees.</summary>
    /// <value>The clocks' own.</value>
    public TimeSpan ClockResolution { get; init; }
}
