namespace Boternity.Skills.Wasmtime;

/// <summary>Wasmtime's native library cannot be used on this system; the message says what is missing.</summary>
public sealed class WasmtimeUnavailableException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What is missing: the platform, the library, the version.</param>
    public WasmtimeUnavailableException(string message)
        : base(SkillErrorCodes.ExecutionEngineUnavailable, message)
    {
    }

    /// <summary>The error for something that is missing on this system.</summary>
    internal static WasmtimeUnavailableException Create(string problem) =>
        new($"Wasmtime cannot be used on {Native.WasmtimeLibrary.Platform}: {problem}.");
}
