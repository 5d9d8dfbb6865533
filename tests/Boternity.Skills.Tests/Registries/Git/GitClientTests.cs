using System.Text;
using Boternity.Skills.Tests.Registries.Addresses;

namespace Boternity.Skills.Tests.Registries.Git;

/// <summary>Answers of Git's protocol that are not as they should be.</summary>
public sealed class GitClientTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private AddressBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await AddressBench.StartAsync();
        _bench.ConfigureAddresses = static options => options.MaxRetries = 0;
        GitWire.PutSkill(_bench.Server);
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    private static IEnumerable<TestCaseData> Introductions() =>
    [
        Case("no packet", "zzzz", "has no length"),
        Case("a length that is not allowed", "0003", "not allowed"),
        Case("a packet that is too long", "ffff", "not allowed"),
        Case("a section without an end", Line("# service=git-upload-pack\n") + Line("x\n"), "has no end"),
        Case("neither ref nor capability", Line("nothing\n") + "0000", "neither a ref nor a capability"),
        Case("names that are not known", Line("version 2\n") + Line("object-format=md5\n") + "0000", "not known"),
        Case("an error of the server", Line("ERR go away\n"), "says 'go away'"),
        Case(
            "a commit that is none", Line($"main HEAD\0side-band-64k\n") + "0000", "has no commit"),
        Case("no side band", Line($"{Commit} HEAD\0ofs-delta\n") + "0000", "side-band-64k"),
    ];

    [TestCaseSource(nameof(Introductions))]
    public async Task InstallAsync_IntroductionThatIsNone_IsAnInvalidAnswer(string answer, string text)
    {
        _bench.Server.Put(GitWire.Refs, Encoding.UTF8.GetBytes(answer), GitWire.AdvertisementType);

        SkillRegistryException error = await FailAsync();

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain(text));
    }

    private static IEnumerable<TestCaseData> Answers() =>
    [
        Case("a section that is not known", Line("hello\n"), "section"),
        Case("no pack", "0002", "has no pack"),
        Case("an error of the server", Line("ERR upload-pack: out of memory\n"), "out of memory"),
        Case("an error in the pack", Line("NAK\n") + "000a\u0003fatal", "says 'fatal'"),
        Case("a part that is not known", Line("NAK\n") + "000a\u0009fatal", "a part of the pack"),
        Case("no pack at all", Line("NAK\n") + "0000", "no pack of version 2"),
        Case("another pack", Line("NAK\n") + "000a\u0001PACKX" + "0000", "no pack of version 2"),
    ];

    [TestCaseSource(nameof(Answers))]
    public async Task InstallAsync_AnswerThatIsNone_IsAnInvalidAnswer(string answer, string text)
    {
        _bench.Server.Put(GitWire.Fetch, Encoding.UTF8.GetBytes(answer), GitWire.ResultType);

        SkillRegistryException error = await FailAsync();

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
    }

    [Test]
    public async Task InstallAsync_PackOfAnotherCommit_IsAnInvalidAnswer()
    {
        var pack = new GitPackBuilder();
        string other = pack.Commit(pack.Tree(("100644", "SKILL.md", pack.Blob("---\nname: x\n---\n"))));
        GitWire.Put(_bench.Server, Commit, pack.Build());

        SkillRegistryException error = await FailAsync();

        Assert.That(other, Is.Not.EqualTo(Commit));
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain($"no object {Commit}"));
    }

    [Test]
    public async Task InstallAsync_PackOverTheLimit_IsRefused()
    {
        _bench.ConfigureAddresses = static options => options.MaxDownloadBytes = 100;

        SkillException error = (await Assert.ThrowsAsync<Boternity.Skills.Packaging.SkillPackageException>(
            () => InstallAsync()))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
    }

    private static TestCaseData Case(string name, string answer, string text) =>
        new TestCaseData(answer, text).SetArgDisplayNames(name);

    private static string Line(string text) => Encoding.UTF8.GetString(GitWire.Line(text));

    private Task<InstalledSkill> InstallAsync() =>
        _bench.Installer.InstallAsync(SkillReference.Parse(_bench.At("/skills.git")));

    private async Task<SkillRegistryException> FailAsync() =>
        (await Assert.ThrowsAsync<SkillRegistryException>(() => InstallAsync()))!;
}
