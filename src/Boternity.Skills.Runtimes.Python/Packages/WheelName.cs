using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python.Packages;

/// <summary>What a wheel's file name says: <c>name-version(-build)-python-abi-platform.whl</c>.</summary>
internal sealed record WheelName(string Name, string Version)
{
    private const string Extension = ".whl";

    /// <summary>Reads a file name.</summary>
    /// <exception cref="ScriptRuntimeException">It is none of a wheel, or of one with machine code.</exception>
    public static WheelName Parse(string fileName)
    {
        string[] parts = fileName.EndsWith(Extension, StringComparison.Ordinal)
            ? fileName[..^Extension.Length].Split('-')
            : [];
        if (parts.Length is not (5 or 6) || Array.Exists(parts, static part => part.Length == 0))
        {
            throw PythonPackageErrors.Create(
                fileName, "it is not named as a wheel is, such as six-1.16.0-py3-none-any.whl");
        }

        bool isPython3 = Array.Exists(
            parts[^3].Split('.'), static tag => tag.StartsWith("py3", StringComparison.Ordinal));
        return isPython3 && parts[^2] == "none" && parts[^1] == "any"
            ? new WheelName(parts[0], parts[1])
            : throw PythonPackageErrors.Create(
                fileName, "it is not for every machine (py3-none-any), and the sandbox runs no machine code");
    }
}
