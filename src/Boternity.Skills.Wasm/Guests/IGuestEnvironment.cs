namespace Boternity.Skills.Wasm.Guests;

/// <summary>The environment variables that a guest sees.</summary>
public interface IGuestEnvironment
{
    /// <summary>
    /// Lists the variables, name and value. An engine asks once in a run, when the guest first looks at its
    /// environment: the host counts it as a use of each variable.
    /// </summary>
    IReadOnlyList<KeyValuePair<string, string>> ListVariables();
}
