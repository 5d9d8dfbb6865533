namespace Boternity.Skills.Diagnostics;

/// <summary>The names under which the library can be observed.</summary>
public static class BoternitySkillsDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "Boternity.Skills";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Boternity.Skills";

    /// <summary>
    /// The name of the instrument that counts hot functions and loops which the default engine compiled to machine
    /// code. Where the runtime has no dynamic code, it stays at zero.
    /// </summary>
    public const string CompiledFunctionsName = "boternity.skills.compiled_functions";
}
