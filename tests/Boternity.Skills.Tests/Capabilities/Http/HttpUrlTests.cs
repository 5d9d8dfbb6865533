using Boternity.Skills.Capabilities.Http;

namespace Boternity.Skills.Tests.Capabilities.Http;

internal sealed class HttpUrlTests
{
    private const int MaxLength = 8 * 1024;

    [TestCase("http://example.com/", "http://example.com:80")]
    [TestCase("https://EXAMPLE.com./a?b=c#d", "https://example.com:443")]
    [TestCase("https://example.com:8443", "https://example.com:8443")]
    [TestCase("https://bücher.example/", "https://xn--bcher-kva.example:443")]
    [TestCase("http://192.0.2.1/", "http://192.0.2.1:80")]
    [TestCase("http://[2001:DB8::1]/", "http://[2001:db8::1]:80")]
    [TestCase("http://[fe80::1%251]/", "http://[fe80::1]:80")]
    public void ScopeOf_Url_IsItsOriginAlone(string url, string scope) =>
        Assert.That(HttpUrl.ScopeOf(HttpUrl.TryRead(url)!), Is.EqualTo(scope));

    [TestCase("ftp://example.com/")]
    [TestCase("https://user@example.com/")]
    [TestCase("https://:password@example.com/")]
    [TestCase("http://example.com:0/")]
    [TestCase("https://./")]
    [TestCase("example.com")]
    [TestCase("/a")]
    public void TryRead_WhatIsNoUsableUrl_IsNull(string url) => Assert.That(HttpUrl.TryRead(url), Is.Null);

    [Test]
    public void TryRead_AsLongAsMayBe_IsRead()
    {
        string longest = "https://example.com/".PadRight(MaxLength, 'a');

        Assert.That(HttpUrl.TryRead(longest), Is.Not.Null);
        Assert.That(HttpUrl.TryRead(longest + "a"), Is.Null);
    }

    [Test]
    public void TryResolve_AsLongAsMayBe_IsResolved()
    {
        var from = new Uri("https://example.com/b/c");
        string longest = "a".PadRight(MaxLength, 'a');

        Assert.That(
            HttpUrl.TryResolve(from, new Uri(longest, UriKind.Relative))?.AbsoluteUri,
            Is.EqualTo($"https://example.com/b/{longest}"));
        Assert.That(HttpUrl.TryResolve(from, new Uri(longest + "a", UriKind.Relative)), Is.Null);
    }
}
