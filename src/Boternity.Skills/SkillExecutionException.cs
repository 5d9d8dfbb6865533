namespace Boternity.Skills;

/// <summary>An execution did not come to a result.</summary>
public class SkillExecutionException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillExecutionException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }

    /// <summary>
    /// Gets or sets the fuel that was used until then; null where nothing ran, or the engine does not tell. The
    /// engine sets it.
    /// </summary>
    public long? FuelConsumed { get; set; }

    /// <summary>
    /// Gets or sets the most bytes that the run took at once until then; null where nothing ran, or the engine does not
    /// tell. The engine sets it.
    /// </summary>
    public long? PeakMemoryBytes { get; set; }
}
