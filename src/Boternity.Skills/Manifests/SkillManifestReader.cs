using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Boternity.Skills.Manifests;

/// <summary>
/// Reads SKILL.md files in the agentskills.io format: YAML frontmatter between two <c>---</c> lines, then a
/// Markdown body.
/// </summary>
/// <remarks>
/// Lenient reading fails only without frontmatter, without a description, when the YAML cannot be understood or is
/// hostile (tags, anchors, too deep, too large), and when there is no name and no
/// <see cref="SkillManifestReadOptions.FolderName"/> to take one from.
/// </remarks>
public static class SkillManifestReader
{
    /// <summary>Reads a SKILL.md.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <param name="options">How to read it; lenient when null.</param>
    /// <exception cref="SkillManifestException">It cannot be read; every finding is on the exception.</exception>
    public static SkillDocument Read(ReadOnlySpan<byte> utf8, SkillManifestReadOptions? options = null) =>
        TryRead(utf8, options, out SkillDocument? document, out IReadOnlyList<SkillDiagnostic> diagnostics)
            ? document
            : throw Refuse(options, diagnostics);

    /// <summary>Reads a SKILL.md.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="options">How to read it; lenient when null.</param>
    /// <exception cref="SkillManifestException">It cannot be read; every finding is on the exception.</exception>
    public static SkillDocument Read(string text, SkillManifestReadOptions? options = null) =>
        TryRead(text, options, out SkillDocument? document, out IReadOnlyList<SkillDiagnostic> diagnostics)
            ? document
            : throw Refuse(options, diagnostics);

    /// <summary>Reads a SKILL.md without throwing for what is in it.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <param name="options">How to read it; lenient when null.</param>
    /// <param name="document">What was read; null when there is an error among the diagnostics.</param>
    /// <param name="diagnostics">Everything that was found, in the order of the file.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8,
        SkillManifestReadOptions? options,
        [NotNullWhen(true)] out SkillDocument? document,
        out IReadOnlyList<SkillDiagnostic> diagnostics)
    {
        var sink = new DiagnosticSink(options ?? SkillManifestReadOptions.Default);
        CheckEncoding(utf8, sink);
        SkillManifest? manifest = ReadManifest(utf8, sink, out FrontmatterSplit split);
        diagnostics = sink.InFileOrder();
        document = manifest is null ? null : new SkillDocument
        {
            Manifest = manifest,
            Body = ReadBody(utf8[split.BodyStart..]),
            Diagnostics = diagnostics,
        };
        return document is not null;
    }

    /// <summary>Reads a SKILL.md without throwing for what is in it.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="options">How to read it; lenient when null.</param>
    /// <param name="document">What was read; null when there is an error among the diagnostics.</param>
    /// <param name="diagnostics">Everything that was found, in the order of the file.</param>
    public static bool TryRead(
        string text,
        SkillManifestReadOptions? options,
        [NotNullWhen(true)] out SkillDocument? document,
        out IReadOnlyList<SkillDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(
            Encoding.UTF8.GetMaxByteCount(Math.Min(text.Length, SkillManifestLimits.MaxFileBytes + 1)));
        try
        {
            // Longer text is cut where it is certainly over the limit, so that its size is refused and never paid for.
            ReadOnlySpan<char> bounded = text.AsSpan(0, Math.Min(text.Length, SkillManifestLimits.MaxFileBytes + 1));
            Utf8.FromUtf16(bounded, buffer, out _, out int written, replaceInvalidSequences: true);
            return TryRead(buffer.AsSpan(0, written), options, out document, out diagnostics);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads the frontmatter alone, for indexing many skills: the body is neither decoded nor copied.
    /// </summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <param name="options">How to read it; lenient when null.</param>
    /// <exception cref="SkillManifestException">It cannot be read; every finding is on the exception.</exception>
    public static SkillFrontmatter ReadFrontmatter(ReadOnlySpan<byte> utf8, SkillManifestReadOptions? options = null) =>
        TryReadFrontmatter(
            utf8, options, out SkillFrontmatter? frontmatter, out IReadOnlyList<SkillDiagnostic> diagnostics)
            ? frontmatter
            : throw Refuse(options, diagnostics);

    /// <summary>Reads the frontmatter alone without throwing for what is in it.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <param name="options">How to read it; lenient when null.</param>
    /// <param name="frontmatter">What was read; null when there is an error among the diagnostics.</param>
    /// <param name="diagnostics">Everything that was found in the frontmatter, in the order of the file.</param>
    public static bool TryReadFrontmatter(
        ReadOnlySpan<byte> utf8,
        SkillManifestReadOptions? options,
        [NotNullWhen(true)] out SkillFrontmatter? frontmatter,
        out IReadOnlyList<SkillDiagnostic> diagnostics)
    {
        var sink = new DiagnosticSink(options ?? SkillManifestReadOptions.Default);
        SkillManifest? manifest = ReadManifest(utf8, sink, out FrontmatterSplit split);
        diagnostics = sink.InFileOrder();
        frontmatter = manifest is null ? null : new SkillFrontmatter
        {
            Manifest = manifest,
            Body = split.BodyStart..utf8.Length,
            Diagnostics = diagnostics,
        };
        return frontmatter is not null;
    }

    private static SkillManifest? ReadManifest(ReadOnlySpan<byte> utf8, DiagnosticSink sink, out FrontmatterSplit split)
    {
        split = default;
        if (utf8.Length > SkillManifestLimits.MaxFileBytes)
        {
            sink.Error(
                SkillDiagnosticCodes.FileTooLarge,
                1,
                1,
                $"The file is larger than the limit of {SkillManifestLimits.MaxFileBytes} bytes.");
            return null;
        }

        ReportCarriageReturn(utf8, sink);
        if (!FrontmatterSplit.TryFind(utf8, sink, out split))
        {
            return null;
        }

        string yaml = Encoding.UTF8.GetString(utf8[split.YamlStart..split.YamlEnd]);
        YamlMap? fields = FrontmatterYaml.Read(yaml, split.YamlLine, sink);
        SkillManifest? manifest = fields is null ? null : new ManifestBuilder(sink).Build(fields);
        return sink.HasErrors ? null : manifest;
    }

    private static void ReportCarriageReturn(ReadOnlySpan<byte> utf8, DiagnosticSink sink)
    {
        int at = utf8.IndexOf((byte)'\r');
        if (at >= 0)
        {
            (int line, int column) = Place(utf8, at);
            sink.Warn(
                SkillDiagnosticCodes.CarriageReturn,
                line,
                column,
                "Lines end in CR LF or CR; the body is given with LF.");
        }
    }

    private static void CheckEncoding(ReadOnlySpan<byte> utf8, DiagnosticSink sink)
    {
        if (utf8.Length > SkillManifestLimits.MaxFileBytes || Utf8.IsValid(utf8))
        {
            return;
        }

        ReadOnlySpan<byte> rest = utf8;
        while (Rune.DecodeFromUtf8(rest, out _, out int consumed) == OperationStatus.Done)
        {
            rest = rest[consumed..];
        }

        (int line, int column) = Place(utf8, utf8.Length - rest.Length);
        sink.Breach(
            SkillDiagnosticCodes.EncodingInvalid,
            line,
            column,
            "The file is not valid UTF-8 here; what is not was replaced by U+FFFD.");
    }

    private static (int Line, int Column) Place(ReadOnlySpan<byte> utf8, int offset)
    {
        ReadOnlySpan<byte> before = utf8[..offset];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static string ReadBody(ReadOnlySpan<byte> utf8)
    {
        string body = Encoding.UTF8.GetString(utf8);
        return body.Contains('\r', StringComparison.Ordinal)
            ? body.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : body;
    }

    private static SkillManifestException Refuse(
        SkillManifestReadOptions? options, IReadOnlyList<SkillDiagnostic> diagnostics) =>
        new((options ?? SkillManifestReadOptions.Default).Place, diagnostics);
}
