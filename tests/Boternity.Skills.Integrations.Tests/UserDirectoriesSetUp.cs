namespace Boternity.Skills.Integrations.Tests;

/// <summary>Keeps tests from the data of whoever runs them.</summary>
[SetUpFixture]
public sealed class UserDirectoriesSetUp
{
    private UserDirectories? _directories;

    [OneTimeSetUp]
    public void SetUp() => _directories = new UserDirectories();

    [OneTimeTearDown]
    public void TearDown() => _directories!.Dispose();
}
