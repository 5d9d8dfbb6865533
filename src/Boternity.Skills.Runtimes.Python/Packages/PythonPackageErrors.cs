using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python.Packages;

/// <summary>Errors about packages.</summary>
internal static class PythonPackageErrors
{
    public static ScriptRuntimeException Create(string fileName, string reason, Exception? innerException = null) =>
        new("python", $"The Python package '{fileName}' cannot be used: {reason}.", innerException);
}
