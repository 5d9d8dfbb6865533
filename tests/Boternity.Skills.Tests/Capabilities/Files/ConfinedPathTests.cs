using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Wasm.Guests;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Capabilities.Files;

internal sealed class ConfinedPathTests
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
        Assert.That(string.Join('|', ConfinedPath.Read(path, isWindows: false)), Is.EqualTo(names));

    [TestCase("..", GuestFileError.NotPermitted)]
    [TestCase("/data/../..", GuestFileError.NotPermitted)]
    [TestCase("/../../etc/passwd", GuestFileError.NotPermitted)]
    [TestCase("", GuestFileError.Invalid)]
    [TestCase("/data/a\0b", GuestFileError.Invalid)]
    [TestCase("/data/..\\..\\a", GuestFileError.Invalid)]
    [TestCase("C:\\a", GuestFileError.Invalid)]
    public void Read_WhatIsNoPath_IsRefused(string path, object error) =>
        AssertRefused(path, (GuestFileError)error, isWindows: false);

    [TestCase("C:/a")]
    [TestCase("/data/a:stream")]
    [TestCase("/data/NUL")]
    [TestCase("/data/com1.txt")]
    [TestCase("/data/con")]
    [TestCase("/data/PRN.log")]
    [TestCase("/AUX/a")]
    [TestCase("/data/CONIN$")]
    [TestCase("/data/conout$")]
    [TestCase("/data/LPT9")]
    [TestCase("/data/NUL .txt")]
    [TestCase("/data/a.")]
    [TestCase("/data/a ")]
    [TestCase("/data/a\u0001", TestName = "Read_ControlCharacter_IsRefusedOnWindows")]
    public void Read_NameWithAMeaningOnWindows_IsRefusedThere(string path)
    {
        AssertRefused(path, GuestFileError.Invalid, isWindows: true);
        Assert.That(() => ConfinedPath.Read(path, isWindows: false), Throws.Nothing);
    }

    [TestCase("/data/a b.txt")]
    [TestCase("/data/.a")]
    [TestCase("/data/CONSOLE")]
    [TestCase("/data/COM10")]
    [TestCase("/data/a-ü_1")]
    public void Read_PlainName_IsTakenOnWindows(string path) =>
        Assert.That(() => ConfinedPath.Read(path, isWindows: true), Throws.Nothing);

    [TestCase("a/", true)]
    [TestCase(".", true)]
    [TestCase("..", true)]
    [TestCase("a/.", true)]
    [TestCase("a/..", true)]
    [TestCase("a", false)]
    [TestCase("a.", false)]
    [TestCase("a..", false)]
    [TestCase(".a", false)]
    [TestCase("a/b", false)]
    public void NamesDirectory_Path_SaysSoByItsEnd(string path, bool expected) =>
        Assert.That(ConfinedPath.NamesDirectory(path), Is.EqualTo(expected));

    [Test]
    public void Read_AsLongAsMayBe_IsTaken()
    {
        string longestName = $"{new string('ä', 127)}a";
        string longestPath = $"{string.Concat(Enumerable.Repeat("/aaaaaaa", 511))}/aaaaaa1";

        Assert.That(ConfinedPath.Read(longestName, isWindows: false), Is.EqualTo(new[] { longestName }));
        Assert.That(longestPath, Has.Length.EqualTo(4096));
        Assert.That(ConfinedPath.Read(longestPath, isWindows: false), Has.Count.EqualTo(512));
        Assert.That(
            () => ConfinedPath.Read(longestPath + "/", isWindows: false),
            Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(GuestFileError.NameTooLong));
    }

    [Test]
    public void Read_HalfACharacter_IsRefused() =>
        AssertRefused("/data/\ud800", GuestFileError.Invalid, isWindows: false);

    [Test]
    public void Read_TooLong_IsRefused()
    {
        AssertRefused($"/{new string('a', 256)}", GuestFileError.NameTooLong, isWindows: false);
        AssertRefused(
            string.Concat(Enumerable.Repeat("/aaaaaaaaa", 500)), GuestFileError.NameTooLong, isWindows: false);
        AssertRefused($"/{new string('ä', 128)}", GuestFileError.NameTooLong, isWindows: false);
    }

    [Test]
    public void ReadRelative_Absolute_IsNotPermitted() =>
        Assert.That(
            () => ConfinedPath.ReadRelative("/a"),
            Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(GuestFileError.NotPermitted));

    [Test]
    public void Read_AnyText_GivesPlainNamesOrRefuses()
    {
        Gen<string> part = Gen.Elements("..", ".", "", "a", "b c", "\0", "\\", "/", "\ud800", "é", "C:", "...");
        Gen<string> path =
            from parts in Gen.ListOf(part)
            from separator in Gen.Elements("/", "//", "\\")
            select string.Join(separator, parts);

        Prop.ForAll(path.ToArbitrary(), text =>
            {
                try
                {
                    return ConfinedPath.Read(text, isWindows: false)
                        .All(name => name is not ("" or "." or "..") && !name.AsSpan().ContainsAny('/', '\\', '\0'));
                }
                catch (GuestFileException)
                {
                    return true;
                }
            })
            .QuickCheckThrowOnFailure();
    }

    private static void AssertRefused(string path, GuestFileError error, bool isWindows) =>
        Assert.That(
            () => ConfinedPath.Read(path, isWindows),
            Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(error));
}
