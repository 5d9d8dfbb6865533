using System.Buffers;
using System.Text;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.fields</c>: headers or trailers.</summary>
internal sealed class WasiFields(Guest guest, bool isImmutable = false) : HostObject(guest, Bytes)
{
    private const int MaxBytes = 128 << 10;
    private const long Bytes = 128;

    // The string and the array have a head each, and the list grows by doubling.
    private const int FieldBytes = 96;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What belongs to the connection is the host's.
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "host", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "proxy-connection",
        "te", "transfer-encoding", "upgrade",
    };

    private readonly List<KeyValuePair<string, byte[]>> _entries = [];
    private long _size;

    public bool IsImmutable { get; set; } = isImmutable;

    public IReadOnlyList<KeyValuePair<string, byte[]>> Entries => _entries;

    /// <summary>What the host received, within its own limits; it cannot be changed.</summary>
    public static WasiFields OfResponse(Guest guest, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var fields = new WasiFields(guest, isImmutable: true);
        fields.Charge(headers.Sum(header => SizeOf(header.Key, header.Value.Length)));
        fields._entries.AddRange(
            headers.Select(header => KeyValuePair.Create(header.Key, Encoding.Latin1.GetBytes(header.Value))));
        return fields;
    }

    public WasiFields Clone(bool asImmutable)
    {
        var clone = new WasiFields(Guest, asImmutable);
        clone.Charge(_entries.Sum(entry => SizeOf(entry.Key, entry.Value.Length)));
        clone._entries.AddRange(_entries);
        clone._size = _size;
        return clone;
    }

    public IEnumerable<byte[]> Get(string name) =>
        _entries
            .Where(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(entry => entry.Value);

    /// <summary>The case of <c>header-error</c>, or null when the field may stand.</summary>
    public static int? Check(string name, byte[]? value)
    {
        const int invalidSyntax = 0, forbidden = 1;
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return invalidSyntax;
        }

        if (value is not null && value.AsSpan().ContainsAny((byte)'\0', (byte)'\r', (byte)'\n'))
        {
            return invalidSyntax;
        }

        return Forbidden.Contains(name) ? forbidden : null;
    }

    public void Add(string name, byte[] value)
    {
        long size = SizeOf(name, value.Length);
        if (_size + size > MaxBytes)
        {
            throw new WasmTrapException(TrapCode.Host, $"header fields take more than {MaxBytes} bytes");
        }

        Charge(size);
        _size += size;
        _entries.Add(new(name, value));
    }

    public void Remove(string name)
    {
        long size = Get(name).Sum(value => SizeOf(name, value.Length));
        _entries.RemoveAll(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        _size -= size;
        Release(size);
    }

    private static long SizeOf(string name, int valueLength) => (name.Length * sizeof(char)) + valueLength + FieldBytes;
}
