namespace Boternity.Skills.Testing;

/// <summary>
/// Puts a temporary directory in the place of the user's own data, for tests that leave the library's directories at
/// their defaults. Windows finds the user's data elsewhere; there it changes nothing.
/// </summary>
internal sealed class UserDirectories : IDisposable
{
    private const string Variable = "XDG_DATA_HOME";

    private readonly TemporaryDirectory _directory = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public UserDirectories() => Environment.SetEnvironmentVariable(Variable, _directory.Root);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _directory.Dispose();
    }
}
