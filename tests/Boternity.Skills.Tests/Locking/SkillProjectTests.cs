using Boternity.Skills.Locking;

namespace Boternity.Skills.Tests.Locking;

public sealed class SkillProjectTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("skills.lock.json", false)]
    [TestCase(".git", true)]
    [TestCase(".git", false)]
    public void Find_FolderBelowAMark_IsTheFolderThatHasIt(string mark, bool isFolder)
    {
        string root = _directory.PathOf("project");
        string inner = Path.Combine(root, "a", "b");
        Directory.CreateDirectory(inner);
        string path = Path.Combine(root, mark);
        if (isFolder)
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            File.WriteAllText(path, "");
        }

        SkillProject? project = SkillProject.Find(inner);

        Assert.That(project?.Root, Is.EqualTo(root));
        Assert.That(project!.LockFilePath, Is.EqualTo(Path.Combine(root, "skills.lock.json")));
    }

    [Test]
    public void Find_NoMark_IsNull() => Assert.That(SkillProject.Find(_directory.Root), Is.Null);

    [Test]
    public void StorePath_OfAProject_IsItsOwnAndOutsideOfIt()
    {
        SkillProject one = SkillProject.At(_directory.PathOf("one", "same name"));
        SkillProject other = SkillProject.At(_directory.PathOf("other", "same name"));

        Assert.That(one.StorePath, Is.Not.EqualTo(other.StorePath));
        Assert.That(one.StorePath, Is.EqualTo(SkillProject.At(one.Root + Path.DirectorySeparatorChar).StorePath));
        Assert.That(one.StorePath, Does.Not.StartWith(one.Root));
        Assert.That(
            one.StorePath,
            Does.StartWith(Path.Combine(
                Path.GetDirectoryName(new BoternitySkillsOptions().StorePath)!, "projects", "samename-")));
    }
}
