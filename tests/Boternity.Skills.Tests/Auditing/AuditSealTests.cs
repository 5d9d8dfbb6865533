using Boternity.Skills.Auditing;

namespace Boternity.Skills.Tests.Auditing;

internal sealed class AuditSealTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly TemporaryDirectory _temporary = new();

    private string SealPath => _temporary.PathOf(AuditFiles.SealName);

    [Test]
    public void Read_OfWhatWasWritten_IsTheSeal()
    {
        AuditSeal.Write(_temporary.Root, Key, 41, new string('a', 64));
        AuditSeal.Write(_temporary.Root, Key, 42, new string('b', 64));

        Assert.That(AuditSeal.Read(_temporary.Root, Key), Is.EqualTo(new AuditSeal(42, new string('b', 64))));
        Assert.That(AuditSeal.Read(_temporary.Root, [.. Key.Reverse()]), Is.Null);
    }

    [TestCase("42", "41")]
    [TestCase("bbb", "abb")]
    public void Read_OfASealThatWasChanged_IsNone(string old, string changed)
    {
        AuditSeal.Write(_temporary.Root, Key, 42, new string('b', 64));
        string text = File.ReadAllText(SealPath);
        int at = text.IndexOf(old, StringComparison.Ordinal);

        File.WriteAllText(SealPath, text.Remove(at, old.Length).Insert(at, changed));

        Assert.That(AuditSeal.Read(_temporary.Root, Key), Is.Null);
    }

    /// <summary>A line's hash under the same key is no seal.</summary>
    [Test]
    public void Read_OfASealMadeOfALinesHash_IsNone()
    {
        string text = $"{42:D20} {new string('b', 64)}";
        string hash = new AuditHash(Key).Of(System.Text.Encoding.ASCII.GetBytes(text));

        File.WriteAllText(SealPath, $"{text} {hash}\n");

        Assert.That(AuditSeal.Read(_temporary.Root, Key), Is.Null);
    }

    [TestCase("")]
    [TestCase("42")]
    [TestCase("42 b c d")]
    [TestCase("x b c")]
    public void Read_OfSomethingElse_IsNone(string text)
    {
        File.WriteAllText(SealPath, text);

        Assert.That(AuditSeal.Read(_temporary.Root, Key), Is.Null);
    }

    [Test]
    public void Write_WhileAnotherReads_Works()
    {
        AuditSeal.Write(_temporary.Root, Key, 1, new string('a', 64));
        using var reader = new FileStream(
            SealPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        AuditSeal.Write(_temporary.Root, Key, 2, new string('a', 64));

        Assert.That(AuditSeal.Read(_temporary.Root, Key)?.Sequence, Is.EqualTo(2));
    }

    public void Dispose() => _temporary.Dispose();
}
