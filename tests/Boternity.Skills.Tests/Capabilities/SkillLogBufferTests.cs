using Boternity.Skills.Capabilities;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Capabilities;

internal sealed class SkillLogBufferTests
{
    [TestCase("trace", LogLevel.Trace)]
    [TestCase("Debug", LogLevel.Debug)]
    [TestCase("warn", LogLevel.Warning)]
    [TestCase("WARNING", LogLevel.Warning)]
    [TestCase("error", LogLevel.Error)]
    [TestCase("err", LogLevel.Error)]
    [TestCase("critical", LogLevel.Error)]
    [TestCase("fatal", LogLevel.Error)]
    [TestCase("info", LogLevel.Information)]
    [TestCase("", LogLevel.Information)]
    public void Add_Level_IsTheHostsNearest(string level, LogLevel expected)
    {
        using var log = new TestHost();

        Buffer(log).Add(level, "message");

        Assert.That(log.Log.Single(), Is.EqualTo($"{expected} 4103: Skill 'x' (run-1): message "));
    }

    [Test]
    public void Add_AsManyBytesAsMayBe_AreKept()
    {
        using var log = new TestHost();
        SkillLogBuffer whole = Buffer(log, bytes: 10), cut = Buffer(log, bytes: 10);

        whole.Add("", "0123456789");
        cut.Add("", "0123456789+");

        Assert.That((whole.Lines[0].Message, whole.Dropped), Is.EqualTo(("0123456789", 0)));
        Assert.That((cut.Lines[0].Message, cut.Dropped), Is.EqualTo(("0123456789", 1)));
    }

    [Test]
    public void Add_WithNoRoomLeft_KeepsNoEmptyLine()
    {
        using var log = new TestHost();
        SkillLogBuffer buffer = Buffer(log, bytes: 10);

        // Nine bytes, and one for the end of the line.
        buffer.Add("", "012345678");
        buffer.Add("", "more");

        Assert.That((buffer.Lines.Count, buffer.Dropped), Is.EqualTo((1, 1)));
    }

    private static SkillLogBuffer Buffer(TestHost log, int bytes = 1_000) => new(
        TestHost.Context(), new SkillHostOptions { MaxLogBytes = bytes }, new SecretRedactor(), log, onLog: null);
}
