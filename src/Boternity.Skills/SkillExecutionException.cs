namespace Boternity.Skills;

/// <summary>An execution did not come to a result.</summary>
public class SkillExecutionException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillExecutionException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }

    /// <summary>Fuel that was used until then; null where nothing ran, or the engine does not tell.</summary>
    public long? FuelConsumed { get; internal set; }

    /// <summary>The most bytes that memories and tables had at once until then; null where nothing ran, or the engine does not tell.</summary>
    public long? PeakMemoryBytes { get; internal set; }
}
