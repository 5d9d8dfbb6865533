namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>Ends what tests share.</summary>
[SetUpFixture]
public sealed class SharedBenchSetUp
{
    [OneTimeTearDown]
    public void TearDown() => PythonBench.DisposeShared();
}
