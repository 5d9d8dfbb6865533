using Boternity.Skills.Collections;

namespace Boternity.Skills.Scripts;

/// <summary>A directory of a script runtime, which scripts can read.</summary>
public sealed record ScriptMount
{
    /// <summary>Gets the absolute path in the sandbox, such as <c>/usr/lib/python</c>.</summary>
    public required string GuestPath { get; init; }

    /// <summary>Gets the files that are in it.</summary>
    public required IReadOnlyList<ScriptMountFile> Files { get; init => field = ValueList.Of(value); }
}

/// <summary>A file of a <see cref="ScriptMount"/>.</summary>
public sealed record ScriptMountFile
{
    /// <summary>Gets the path below the mount, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the content. It is held in memory once, for all runs.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Compares path and content.</summary>
    public bool Equals(ScriptMountFile? other) =>
        other is not null && Path == other.Path && Content.Span.SequenceEqual(other.Content.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Content.Length);

    /// <summary>Gives path and size, without the content.</summary>
    public override string ToString() => $"{nameof(ScriptMountFile)} {{ {Path}, {Content.Length} bytes }}";
}
