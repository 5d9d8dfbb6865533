using System.Text;
using System.Text.Json;
using Boternity.Skills.Capabilities;

namespace Boternity.Skills.Tests.Capabilities;

internal sealed class SecretRedactorTests
{
    private const string Secret = "S3cr3t Pä\"ss/w+rd";

    private static IEnumerable<TestCaseData> Spellings() =>
    [
        new TestCaseData(Secret.ToUpperInvariant()).SetArgDisplayNames("upper case"),
        new TestCaseData(Uri.EscapeDataString(Secret)).SetArgDisplayNames("percent"),
        new TestCaseData(JsonSerializer.Serialize(Secret).Trim('"')).SetArgDisplayNames("JSON"),
        new TestCaseData(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))).SetArgDisplayNames("Base64"),
    ];

    [TestCaseSource(nameof(Spellings))]
    public void Redact_SpellingThatTheLibraryMakes_IsMasked(string spelling) =>
        Assert.That(Create(Secret).Redact($"<{spelling}>"), Is.EqualTo("<***>"));

    [TestCase("Tökén-Värde")]
    [TestCase("S3cr3tValue")]
    public void Redact_SecretAsAHostsName_IsMasked(string secret) =>
        Assert.That(Create(secret).Redact(new Uri($"https://{secret}.example/").IdnHost), Is.EqualTo("***.example"));

    [Test]
    public void Redact_SecretThatBeginsWithAShorterOne_LeavesNothingOfIt()
    {
        var redactor = new SecretRedactor();
        redactor.Add("token");
        redactor.Add("token-and-its-rest");

        Assert.That(redactor.Redact("a token-and-its-rest b token c"), Is.EqualTo("a *** b *** c"));
    }

    [TestCase("3232235777", "192.168.1.1")]
    [TestCase("0xC0A80101", "192.168.1.1")]
    [TestCase("0300.0250.1.1", "192.168.1.1")]
    [TestCase("2001:DB8:0:0::1", "2001:db8::1")]
    [TestCase("[::ffff:c0a8:101]", "::ffff:192.168.1.1")]
    public void Redact_SecretThatIsAnAddress_IsMaskedAsTheAuditWritesIt(string secret, string host)
    {
        string literal = secret.Contains(':', StringComparison.Ordinal) ? $"[{secret.Trim('[', ']')}]" : secret;
        Assert.That(HostPattern.Normalize(new Uri($"http://{literal}/")), Is.EqualTo(host));
        Assert.That(Create(secret).Redact($"http://{host}:80"), Is.EqualTo("http://***:80"));
    }

    [Test]
    public void Redact_SecretsThatOverlap_LeavesNothingOfEither()
    {
        var redactor = new SecretRedactor();
        redactor.Add("abcdef");
        redactor.Add("efghij");
        redactor.Add("ijklmn");

        Assert.That(redactor.Redact("<abcdefghijklmn>"), Is.EqualTo("<***>"));
        Assert.That(redactor.Redact("<abcdef efghij>"), Is.EqualTo("<*** ***>"));
        Assert.That(redactor.Redact("<abcdefghijklm"), Is.EqualTo("<***"));
        Assert.That(redactor.Redact("<abcdefgh"), Is.EqualTo("<***"));
    }

    [TestCase("the key is S3cr3t P", "the key is ***")]
    [TestCase("the key is s3CR", "the key is ***")]
    [TestCase("the key is S3c", "the key is S3c")]
    [TestCase("S3cr3t P and more", "S3cr3t P and more")]
    public void Redact_SecretWhoseEndWasCutOff_IsMaskedAtTheEnd(string text, string expected) =>
        Assert.That(Create(Secret).Redact(text), Is.EqualTo(expected));

    [TestCase(3, "abc")]
    [TestCase(5, "abc**")]
    [TestCase(7, "abc***d")]
    public void Redact_WithABound_MasksBeforeItCuts(int bound, string expected) =>
        Assert.That(Create("secret").Redact("abcsecretdef", bound), Is.EqualTo(expected));

    [TestCase(1, "a")]
    [TestCase(2, "a")]
    [TestCase(3, "a😀")]
    [TestCase(0, "")]
    public void Redact_WithABound_CutsNoCharacterInHalf(int bound, string expected) =>
        Assert.That(new SecretRedactor().Redact("a😀b", bound), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("\n")]
    [TestCase(" \r\n")]
    [TestCase("\u0007", TestName = "Redact_SecretOfAControlCharacter_MasksNothing")]
    public void Redact_SecretWithoutText_MasksNothing(string secret) =>
        Assert.That(Create(secret).Redact("any text"), Is.EqualTo("any text"));

    [Test]
    public void Redact_SecretInControlCharacters_IsMaskedAsItIsShown()
    {
        SecretRedactor redactor = Create("\u0007s3cr3t\u0007");

        Assert.That(redactor.Redact("<s3cr3t>"), Is.EqualTo("<***>"));
        Assert.That(redactor.Redact("< s3cr3t >"), Is.EqualTo("<***>"));
    }

    [Test]
    public void Redact_NoSecretKnown_LeavesTheText() =>
        Assert.That(new SecretRedactor().Redact("any text"), Is.EqualTo("any text"));

    private static SecretRedactor Create(string secret)
    {
        var redactor = new SecretRedactor();
        redactor.Add(secret);
        return redactor;
    }
}
