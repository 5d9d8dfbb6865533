namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>Keeps tests from the data of whoever runs them, and ends what they share.</summary>
[SetUpFixture]
public sealed class SharedBenchSetUp
{
    private UserDirectories? _directories;

    [OneTimeSetUp]
    public void SetUp() => _directories = new UserDirectories();

    [OneTimeTearDown]
    public void TearDown()
    {
        PythonBench.DisposeShared();
        _directories!.Dispose();
    }
}
