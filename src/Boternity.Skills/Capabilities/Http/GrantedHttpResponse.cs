using System.Text;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// An answer to a skill's request. Its body is bounded in bytes, and in time by the token of the exchange.
/// </summary>
internal sealed class GrantedHttpResponse : IGuestHttpResponse
{
    private readonly HttpResponseMessage _message;
    private readonly HttpExchange _exchange;
    private readonly int _maxBytes;
    private Stream? _body;
    private long _read;

    public GrantedHttpResponse(HttpResponseMessage message, HttpExchange exchange, int maxBytes)
    {
        _message = message;
        _exchange = exchange;
        _maxBytes = maxBytes;
    }

    public int Status => (int)_message.StatusCode;

    public bool IsSuccess => _message.IsSuccessStatusCode;

    /// <summary>Every header of the answer and its content, one entry a value, names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => field ??=
    [
        .. from header in _message.Headers.NonValidated.Concat(_message.Content.Headers.NonValidated)
           from value in header.Value
           select KeyValuePair.Create(header.Key.ToLowerInvariant(), value),
    ];

    /// <summary>Reads the next bytes of the body; 0 at its end.</summary>
    /// <exception cref="GuestHttpException">The body is over the limit, the connection broke, or the time is
    /// up.</exception>
    /// <exception cref="OperationCanceledException">The run ended.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            _body ??= await _message.Content.ReadAsStreamAsync(_exchange.Token).ConfigureAwait(false);
            int read = await _body.ReadAsync(buffer, _exchange.Token).ConfigureAwait(false);
            _read += read;
            return _read <= _maxBytes
                ? read
                : throw new GuestHttpException(
                    GuestHttpError.BodyTooLarge, $"the answer is larger than {_maxBytes} bytes");
        }
        catch (Exception e) when (HttpFailure.Translate(e, _exchange) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>
    /// Reads the whole body as text, in the charset that it declares; UTF-8 where it declares none that is known.
    /// </summary>
    public async ValueTask<string> ReadTextAsync()
    {
        using var text = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        while (await ReadAsync(buffer).ConfigureAwait(false) is var read and > 0)
        {
            text.Write(buffer, 0, read);
        }

        ReadOnlySpan<byte> bytes = text.GetBuffer().AsSpan(0, (int)text.Length);
        Encoding encoding = _message.Content.Headers.ContentType?.CharSet?.Trim('"').ToUpperInvariant() switch
        {
            "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
            "UTF-16" or "UTF-16LE" => Encoding.Unicode,
            "UTF-16BE" => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        bool hasMark = encoding == Encoding.UTF8 && bytes.StartsWith(Encoding.UTF8.Preamble);
        return encoding.GetString(hasMark ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
    }

    public void Dispose()
    {
        _body?.Dispose();
        _message.Dispose();
        _exchange.Dispose();
    }
}
