using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Scripts;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Scripts;

/// <summary>The read-only directories of a script, asked by a guest that means no good.</summary>
internal sealed class FixedDirectoryTests
{
    private static readonly FixedDirectory Directory = new(
        FixedTree.Of([new FixedMemoryFile("a/b.txt", "text"u8.ToArray())]),
        1,
        new FileQuota(new SkillHostOptions()));

    [Test]
    public void EveryOperation_LongerThanAnyPath_IsRefused()
    {
        string path = string.Concat(Enumerable.Repeat("./", 2_100)) + "a/b.txt";

        foreach (Action use in (Action[])
        [
            () => Directory.GetInfo(path), () => Directory.OpenFile(path, GuestOpenFlags.Read),
            () => Directory.OpenDirectory(path), () => Directory.CreateDirectory(path),
        ])
        {
            Assert.That(
                Assert.Throws<GuestFileException>(() => use())!.Error, Is.EqualTo(GuestFileError.NameTooLong));
        }
    }

    [TestCase("a/b.txt")]
    [TestCase("./a//b.txt")]
    [TestCase("a/../a/b.txt")]
    public void GetInfo_OfAFile_IsItsOwn(string path) =>
        Assert.That(Directory.GetInfo(path), Has.Property("Size").EqualTo(4));

    [TestCase("..", GuestFileError.NotPermitted)]
    [TestCase("a/../../x", GuestFileError.NotPermitted)]
    [TestCase("/a/b.txt", GuestFileError.NotPermitted)]
    [TestCase("a/b.txt/", GuestFileError.NotDirectory)]
    [TestCase("a\0", GuestFileError.Invalid, TestName = "GetInfo_OfAPathWithNul_IsInvalid")]
    [TestCase("", GuestFileError.NotFound)]
    public void GetInfo_OfWhatIsNotThere_SaysWhy(string path, object error) => Assert.That(
        Assert.Throws<GuestFileException>(() => Directory.GetInfo(path))!.Error, Is.EqualTo((GuestFileError)error));
}
