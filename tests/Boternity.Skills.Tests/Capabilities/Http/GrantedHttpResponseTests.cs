using System.Net;
using System.Text;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Http;

internal sealed class GrantedHttpResponseTests
{
    [TestCase("iso-8859-1", "iso-8859-1")]
    [TestCase("Latin1", "iso-8859-1")]
    [TestCase("utf-16", "utf-16")]
    [TestCase("UTF-16LE", "utf-16")]
    [TestCase("utf-16be", "utf-16BE")]
    [TestCase("utf-8", "utf-8")]
    [TestCase("\"utf-16be\"", "utf-16BE")]
    [TestCase("klingon", "utf-8")]
    [TestCase(null, "utf-8")]
    public async Task ReadTextAsync_Charset_IsTheDeclaredOne(string? charset, string encoding)
    {
        using GrantedHttpResponse response = Response(Encoding.GetEncoding(encoding).GetBytes("grüße"), charset);

        Assert.That(await response.ReadTextAsync(), Is.EqualTo("grüße"));
    }

    [Test]
    public async Task ReadTextAsync_ByteOrderMark_IsNoTextInUtf8()
    {
        using GrantedHttpResponse utf8 = Response([0xef, 0xbb, 0xbf, (byte)'a', 0xef, 0xbb, 0xbf], null);
        using GrantedHttpResponse latin1 = Response([0xef, 0xbb, 0xbf, (byte)'a'], "latin1");

        Assert.That(await utf8.ReadTextAsync(), Is.EqualTo("a\ufeff"));
        Assert.That(await latin1.ReadTextAsync(), Is.EqualTo("ï»¿a"));
    }

    [Test]
    public async Task ReadTextAsync_MoreThanOneBuffer_IsWhole()
    {
        string text = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i} "));
        using GrantedHttpResponse response = Response(Encoding.UTF8.GetBytes(text), null);

        Assert.That(await response.ReadTextAsync(), Is.EqualTo(text));
    }

    [Test]
    public void Headers_OfAnswerAndContent_AreOneEntryAValueInLowerCase()
    {
        using GrantedHttpResponse response = Response([1], "utf-8", message =>
        {
            message.Headers.Add("X-Two", ["a", "b"]);
            message.Headers.Location = new Uri("/end", UriKind.Relative);
        });

        Assert.That(response.Headers, Is.EquivalentTo(new KeyValuePair<string, string>[]
        {
            new("x-two", "a"), new("x-two", "b"), new("location", "/end"),
            new("content-type", "text/plain; charset=utf-8"),
        }));
    }

    [Test]
    public async Task ReadAsync_OverSeveralReads_IsBoundedInAll()
    {
        using GrantedHttpResponse response = Response(new byte[10], null, maxBytes: 7);
        byte[] buffer = new byte[4];

        Assert.That(await response.ReadAsync(buffer), Is.EqualTo(4));
        Assert.That(
            async () => await response.ReadAsync(buffer),
            Throws.InstanceOf<GuestHttpException>()
                .With.Property("Error")
                .EqualTo(GuestHttpError.BodyTooLarge)
                .And.Message.EqualTo("the answer is larger than 7 bytes"));
    }

    [Test]
    public void Dispose_EndsBodyAnswerAndTime()
    {
        var exchange = new HttpExchange(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        var content = new Content();
        var response = new GrantedHttpResponse(new HttpResponseMessage { Content = content }, exchange, 10);

        response.Dispose();

        Assert.That(content.IsDisposed, Is.True);
        Assert.That(() => exchange.Token, Throws.InstanceOf<ObjectDisposedException>());
    }

    private static GrantedHttpResponse Response(
        byte[] body, string? charset, Action<HttpResponseMessage>? configure = null, int maxBytes = 1 << 20)
    {
        var message = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
        message.Content.Headers.TryAddWithoutValidation(
            "Content-Type", charset is null ? "text/plain" : $"text/plain; charset={charset}");
        configure?.Invoke(message);
        return new GrantedHttpResponse(
            message,
            new HttpExchange(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None),
            maxBytes);
    }

    private sealed class Content : HttpContent
    {
        public bool IsDisposed { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
