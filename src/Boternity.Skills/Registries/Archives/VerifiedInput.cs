namespace Boternity.Skills.Registries.Archives;

/// <summary>Reads what must have a digest.</summary>
internal static class VerifiedInput
{
    /// <summary>Reads a body to its end, and compares its SHA-256.</summary>
    /// <param name="body">The body.</param>
    /// <param name="digest">What its SHA-256 must be, in lower-case hexadecimal; null for anything.</param>
    /// <param name="readAsync">Reads the body, or as much of it as it wants.</param>
    /// <param name="describe">The error, of the digest that it has.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async ValueTask<T> ReadAsync<T>(
        Stream body,
        string? digest,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        Func<string, Exception> describe,
        CancellationToken cancellationToken)
    {
        using var hashed = new ArchiveCacheInput(body, null, static _ => { });
        T result = await readAsync(hashed, cancellationToken).ConfigureAwait(false);
        await hashed.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        return digest is null || hashed.GetDigest() == digest ? result : throw describe(hashed.GetDigest());
    }
}
