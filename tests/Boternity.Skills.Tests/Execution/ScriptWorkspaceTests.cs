using System.Runtime.Versioning;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Execution;

internal sealed class ScriptWorkspaceTests
{
    private const long MaxContent = 1000;

    [Test]
    public void Create_UntilAScriptUsesThem_MakesNoDirectories()
    {
        using ScriptWorkspace workspace = ScriptWorkspace.Create(null, SkillGrants.None);

        Assert.That(workspace.Directories.Select(own => own.GuestPath), Is.EqualTo(["/workspace", "/tmp"]));
        Assert.That(workspace.FindChanges(MaxContent), Is.Empty);
        Assert.That(workspace.Root, Is.Null);
    }

    [Test]
    public void FindChanges_OfTheTemporaryDirectoryAlone_GivesNone()
    {
        using ScriptWorkspace workspace = ScriptWorkspace.Create(null, SkillGrants.None);

        File.WriteAllText(Path.Combine(workspace.Directories[1].FindHostPath(), "a.txt"), "a");

        Assert.That(workspace.FindChanges(MaxContent), Is.Empty);
    }

    [Test]
    public void Dispose_AfterUse_RemovesWhatWasMade()
    {
        string root;
        using (ScriptWorkspace workspace = ScriptWorkspace.Create(null, SkillGrants.None))
        {
            File.WriteAllText(Path.Combine(workspace.Directories[0].FindHostPath(), "a.txt"), "a");
            root = workspace.Root!;
            Assert.That(workspace.FindChanges(MaxContent).Single().Path, Is.EqualTo("a.txt"));
        }

        Assert.That(Directory.Exists(root), Is.False);
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Directories_OnceMade_AreForTheOwnerAlone()
    {
        using ScriptWorkspace workspace = ScriptWorkspace.Create(null, SkillGrants.None);

        string work = workspace.Directories[0].FindHostPath();

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.That(File.GetUnixFileMode(work), Is.EqualTo(owner));
        Assert.That(File.GetUnixFileMode(workspace.Root!), Is.EqualTo(owner));
    }

    [Test]
    public void FindChanges_OfAsManyFilesAsMayBe_GivesAllThatAreNew()
    {
        using var work = new TemporaryDirectory();
        for (int i = 0; i < 10; i++)
        {
            File.WriteAllText(work.PathOf($"old-{i}"), "a");
        }

        using ScriptWorkspace workspace = ScriptWorkspace.Create(work.Root, SkillGrants.None, maxFiles: 10);
        for (int i = 0; i < 15; i++)
        {
            File.WriteAllText(work.PathOf($"new-{i:00}"), "a");
        }

        Assert.That(
            workspace.FindChanges(MaxContent).Select(file => (file.Path, file.IsNew)),
            Is.EqualTo(Enumerable.Range(0, 15).Select(i => ($"new-{i:00}", true))));
    }

    [Test]
    public void Create_WorkDirectoryWithMoreFiles_IsRefusedWithTheLimit()
    {
        using var work = new TemporaryDirectory();
        for (int i = 0; i < 11; i++)
        {
            File.WriteAllText(work.PathOf($"old-{i}"), "a");
        }

        Assert.That(
            () => ScriptWorkspace.Create(work.Root, SkillGrants.None, maxFiles: 10),
            Throws.InstanceOf<SkillExecutionException>()
                .With.Property("Code").EqualTo(SkillErrorCodes.ExecutionHostFailed)
                .And.Message.Contains("more than 10 files"));
    }

    [Test]
    public void FindChanges_WorkDirectoryIsGone_IsTheHostsError()
    {
        using var above = new TemporaryDirectory();
        string work = Directory.CreateDirectory(above.PathOf("work")).FullName;
        using ScriptWorkspace workspace = ScriptWorkspace.Create(work, SkillGrants.None);
        Directory.Delete(work);

        Assert.That(
            () => workspace.FindChanges(MaxContent),
            Throws.InstanceOf<SkillExecutionException>()
                .With.Property("Code").EqualTo(SkillErrorCodes.ExecutionHostFailed));
    }

    [Test]
    public void Create_WorkDirectoryThatIsMissing_IsTheHostsError() =>
        Assert.That(
            () => ScriptWorkspace.Create(
                Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()), SkillGrants.None),
            Throws.InstanceOf<SkillExecutionException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.ExecutionHostFailed));
}
