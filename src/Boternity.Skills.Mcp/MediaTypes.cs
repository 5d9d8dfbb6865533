using System.Text;
using System.Text.Unicode;
using ModelContextProtocol.Protocol;

namespace Boternity.Skills.Mcp;

/// <summary>What a file is, by the end of its name, and how its bytes go to a client.</summary>
internal static class MediaTypes
{
    public static string Of(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".MD" => "text/markdown",
        ".JSON" => "application/json",
        ".YAML" or ".YML" => "application/yaml",
        ".CSV" => "text/csv",
        ".HTML" or ".HTM" => "text/html",
        ".XML" => "application/xml",
        ".JS" or ".MJS" => "text/javascript",
        ".PY" => "text/x-python",
        ".SH" => "application/x-sh",
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".SVG" => "image/svg+xml",
        ".PDF" => "application/pdf",
        ".TXT" or "" => "text/plain",
        _ => "application/octet-stream",
    };

    /// <summary>UTF-8 as text, everything else as bytes.</summary>
    public static ResourceContents ToContents(string uri, string mimeType, ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span)
            ? new TextResourceContents { Uri = uri, MimeType = mimeType, Text = Encoding.UTF8.GetString(bytes.Span) }
            : BlobResourceContents.FromBytes(bytes, uri, mimeType);
}
