using System.Buffers;
using System.Text;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.fields</c>: headers or trailers.</summary>
internal sealed class WasiFields : WasiHeld
{
    private const int MaxBytes = 128 << 10;
    private const int FieldOverhead = 32;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What belongs to the connection is the host's.
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "host", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "transfer-encoding", "upgrade",
    };

    private readonly List<KeyValuePair<string, byte[]>> _entries = [];
    private int _bytes;

    private readonly WasiContext? _wasi;

    public WasiFields(WasiContext wasi)
        : base(wasi)
    {
        _wasi = wasi;
        Hold(FieldOverhead);
    }

    /// <summary>What the host received, within its own limits; it cannot be changed.</summary>
    public WasiFields(IEnumerable<KeyValuePair<string, string>> headers)
        : base(null)
    {
        foreach ((string name, string value) in headers) _entries.Add(new(name, Encoding.Latin1.GetBytes(value)));
        IsImmutable = true;
    }

    public bool IsImmutable { get; set; }

    public IReadOnlyList<KeyValuePair<string, byte[]>> Entries => _entries;

    public WasiFields Clone(WasiContext wasi, bool isImmutable)
    {
        var clone = new WasiFields(_wasi ?? wasi) { IsImmutable = isImmutable };
        clone.Hold(_entries.Sum(e => (long)e.Key.Length + e.Value.Length + FieldOverhead));
        clone._entries.AddRange(_entries);
        clone._bytes = _bytes;
        return clone;
    }

    public IEnumerable<byte[]> Get(string name) => _entries.Where(e => e.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(e => e.Value);

    /// <summary>The case of <c>header-error</c>, or null when the field may stand.</summary>
    public static int? Check(string name, byte[]? value)
    {
        const int invalidSyntax = 0, forbidden = 1;
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters)) return invalidSyntax;
        if (value is not null && value.AsSpan().ContainsAny((byte)'\0', (byte)'\r', (byte)'\n')) return invalidSyntax;
        return Forbidden.Contains(name) ? forbidden : null;
    }

    public void Add(string name, byte[] value)
    {
        _bytes += name.Length + value.Length + FieldOverhead;
        if (_bytes > MaxBytes) throw new WasmTrapException(TrapCode.Host, $"header fields take more than {MaxBytes} bytes");
        Hold(name.Length + value.Length + FieldOverhead);
        _entries.Add(new(name, value));
    }

    public void Remove(string name)
    {
        int bytes = Get(name).Sum(value => name.Length + value.Length + FieldOverhead);
        _bytes -= bytes;
        Hold(-bytes);
        _entries.RemoveAll(e => e.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
