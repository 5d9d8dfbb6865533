using Boternity.Skills.Capabilities.Files;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Capabilities.Files;

internal sealed class SandboxPathTests
{
    [TestCase("/data/a.txt", "data|a.txt")]
    [TestCase("data/a.txt", "data|a.txt")]
    [TestCase("//data///a.txt/", "data|a.txt")]
    [TestCase("./data/./a.txt", "data|a.txt")]
    [TestCase("/data/b/../a.txt", "data|a.txt")]
    [TestCase("/", "")]
    [TestCase(".", "")]
    [TestCase("/...", "...")]
    public void Read_Path_IsItsNames(string path, string names) =>
        Assert.That(string.Join('|', SandboxPath.Read(path, isWindows: false)), Is.EqualTo(names));

    [TestCase("..", SandboxError.NotPermitted)]
    [TestCase("/data/../..", SandboxError.NotPermitted)]
    [TestCase("/../../etc/passwd", SandboxError.NotPermitted)]
    [TestCase("", SandboxError.Invalid)]
    [TestCase("/data/a\0b", SandboxError.Invalid)]
    [TestCase("/data/..\\..\\a", SandboxError.Invalid)]
    [TestCase("C:\\a", SandboxError.Invalid)]
    public void Read_WhatIsNoPath_IsRefused(string path, object error) => AssertRefused(path, (SandboxError)error, isWindows: false);

    [TestCase("C:/a")]
    [TestCase("/data/a:stream")]
    [TestCase("/data/NUL")]
    [TestCase("/data/com1.txt")]
    [TestCase("/data/a.")]
    [TestCase("/data/a ")]
    [TestCase("/data/a\u0001")]
    public void Read_NameWithAMeaningOnWindows_IsRefusedThere(string path)
    {
        AssertRefused(path, SandboxError.Invalid, isWindows: true);
        Assert.That(() => SandboxPath.Read(path, isWindows: false), Throws.Nothing);
    }

    [Test]
    public void Read_HalfACharacter_IsRefused() => AssertRefused("/data/\ud800", SandboxError.Invalid, isWindows: false);

    [Test]
    public void Read_TooLong_IsRefused()
    {
        AssertRefused($"/{new string('a', 256)}", SandboxError.NameTooLong, isWindows: false);
        AssertRefused(string.Concat(Enumerable.Repeat("/aaaaaaaaa", 500)), SandboxError.NameTooLong, isWindows: false);
        AssertRefused($"/{new string('ä', 128)}", SandboxError.NameTooLong, isWindows: false);
    }

    [Test]
    public void ReadRelative_Absolute_IsNotPermitted() =>
        Assert.That(
            () => SandboxPath.ReadRelative("/a"),
            Throws.InstanceOf<SandboxException>().With.Property("Error").EqualTo(SandboxError.NotPermitted));

    [Test]
    public void Read_AnyText_GivesPlainNamesOrRefuses()
    {
        Gen<string> part = Gen.Elements("..", ".", "", "a", "b c", "\0", "\\", "/", "\ud800", "é", "C:", "...");
        Gen<string> path = from parts in Gen.ListOf(part) from separator in Gen.Elements("/", "//", "\\") select string.Join(separator, parts);

        Prop.ForAll(path.ToArbitrary(), text =>
            {
                try
                {
                    return SandboxPath.Read(text, isWindows: false).All(name => name is not ("" or "." or "..") && !name.AsSpan().ContainsAny('/', '\\', '\0'));
                }
                catch (SandboxException)
                {
                    return true;
                }
            })
            .QuickCheckThrowOnFailure();
    }

    private static void AssertRefused(string path, SandboxError error, bool isWindows) =>
        Assert.That(() => SandboxPath.Read(path, isWindows), Throws.InstanceOf<SandboxException>().With.Property("Error").EqualTo(error));
}
