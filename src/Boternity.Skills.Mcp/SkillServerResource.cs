using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>A document under a <c>skill://</c> address, whose bytes are read when it is asked for.</summary>
internal sealed class SkillServerResource : McpServerResource
{
    private readonly string _uri;
    private readonly Func<IReadOnlyList<object>> _metadata;
    private readonly Func<CancellationToken, Task<ReadOnlyMemory<byte>>> _read;

    public SkillServerResource(
        string uri,
        string name,
        string? description,
        long? size,
        Func<IReadOnlyList<object>> metadata,
        Func<CancellationToken, Task<ReadOnlyMemory<byte>>> read)
    {
        _uri = uri;
        _read = read;
        _metadata = metadata;
        MimeType = MediaTypes.Of(uri);
        ProtocolResourceTemplate = new ResourceTemplate
        {
            UriTemplate = uri,
            Name = name,
            Description = description,
            MimeType = MimeType,
        };
        ProtocolResource = new Resource
        {
            Uri = uri,
            Name = name,
            Description = description,
            MimeType = MimeType,
            Size = size,
        };
    }

    public override ResourceTemplate ProtocolResourceTemplate { get; }

    public override Resource ProtocolResource { get; }

    public override IReadOnlyList<object> Metadata => _metadata();

    private string MimeType { get; }

    public override bool IsMatch(string uri) => string.Equals(uri, _uri, StringComparison.Ordinal);

    public override async ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = await _read(cancellationToken).ConfigureAwait(false);
            return new ReadResourceResult { Contents = [MediaTypes.ToContents(_uri, MimeType, bytes)] };
        }
        catch (SkillException error)
        {
            throw new McpProtocolException(error.ModelMessage, error, McpErrorCode.InternalError);
        }
    }
}
