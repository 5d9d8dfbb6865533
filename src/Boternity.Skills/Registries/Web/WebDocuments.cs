using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Boternity.Skills.Packaging;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Web;

/// <summary>
/// Documents of a registry, such as its index: from memory while they are young, then asked for with their tag, so
/// that what has not changed is not sent again; while nothing answers, what was there before is served.
/// </summary>
internal sealed class WebDocuments<T>(
    WebClient client,
    WebDocumentCache cache,
    string registry,
    TimeSpan revalidateAfter,
    long maxBytes,
    TimeProvider time,
    ILogger logger)
    where T : class
{
    private const int MaxSlots = 64;

    // However long a server says that its document stays the same.
    private static readonly TimeSpan LongestFresh = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>Reads a document.</summary>
    /// <param name="places">Where it may be, the likeliest first; the next is asked where there is nothing.</param>
    /// <param name="token">The token for their host; null for none.</param>
    /// <param name="parse">Makes the value of the bytes and the address that they came from; throws a
    /// <see cref="SkillRegistryException"/> where they mean nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="WebNotFoundException">There is nothing at any of the places.</exception>
    /// <exception cref="SkillRegistryException">Nothing answered, and nothing is known from before; or access was
    /// refused.</exception>
    public async ValueTask<WebDocument<T>> GetAsync(
        IReadOnlyList<Uri> places, string? token, Func<byte[], Uri, T> parse, CancellationToken cancellationToken)
    {
        string key = $"{places[0].AbsoluteUri}|{token}";
        Slot slot = GetSlot(key);
        await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (slot.Value is null || slot.Age(time) >= slot.FreshFor)
            {
                await RefreshAsync(slot, key, places, token, parse, cancellationToken).ConfigureAwait(false);
            }

            return new WebDocument<T>(slot.Value!, slot.IsStale);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private async ValueTask RefreshAsync(
        Slot slot,
        string key,
        IReadOnlyList<Uri> places,
        string? token,
        Func<byte[], Uri, T> parse,
        CancellationToken cancellationToken)
    {
        if (slot.Known is null)
        {
            await RestoreAsync(slot, key, parse, cancellationToken).ConfigureAwait(false);
        }

        CachedDocument? known = slot.Known;
        try
        {
            Answer answer = await AskAsync(known, places, token, cancellationToken).ConfigureAwait(false);
            T value = answer.Body is null ? slot.Value! : parse(answer.Body, answer.Location);
            var document = new CachedDocument
            {
                Version = 0,
                Address = answer.Address.AbsoluteUri,
                Location = answer.Body is null ? known!.Location : answer.Location.AbsoluteUri,
                ETag = answer.ETag ?? (answer.Body is null ? known?.ETag : null),
                LastModified = answer.LastModified ?? (answer.Body is null ? known?.LastModified : null),
                CheckedAt = time.GetUtcNow(),
                Body = answer.Body ?? known!.Body,
            };
            slot.Set(document, value, isStale: false, answer.FreshFor, time);
            if (answer.MayBeKept)
            {
                await cache.WriteAsync(key, document, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SkillRegistryException e) when (known is not null && IsOutage(e))
        {
            RegistryLog.ServedStale(logger, registry, known.Address, known.CheckedAt, e.Message);
            slot.Set(known, slot.Value!, isStale: true, revalidateAfter, time);
        }
    }

    private async ValueTask RestoreAsync(
        Slot slot, string key, Func<byte[], Uri, T> parse, CancellationToken cancellationToken)
    {
        CachedDocument? cached = await cache.ReadAsync(key, maxBytes, cancellationToken).ConfigureAwait(false);
        if (cached is null)
        {
            return;
        }

        try
        {
            slot.Set(cached, parse(cached.Body, new Uri(cached.Location)), isStale: false, TimeSpan.Zero, time);
        }
        catch (SkillRegistryException e)
        {
            cache.Damaged(key, e.Message);
        }
    }

    private async ValueTask<Answer> AskAsync(
        CachedDocument? known, IReadOnlyList<Uri> places, string? token, CancellationToken cancellationToken)
    {
        for (int at = 0; ; at++)
        {
            Uri place = places[at];
            CachedDocument? same = known?.Address == place.AbsoluteUri ? known : null;
            var request = new WebRequest
            {
                Address = place,
                Token = token,
                ETag = same?.ETag,
                LastModified = same?.LastModified,
                MaxBytes = maxBytes,
            };
            try
            {
                return await client
                    .SendAsync(
                        request, (response, body, stop) => ReadAsync(place, response, body, stop), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (WebNotFoundException) when (at + 1 < places.Count)
            {
                // The next place may have it.
            }
            catch (SkillPackageException e) when (e.Code == SkillErrorCodes.PackageLimit)
            {
                throw client.Invalid($"{WebClient.Describe(place)} has more than {maxBytes} bytes, the limit");
            }
        }
    }

    private async ValueTask<Answer> ReadAsync(
        Uri place, HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        byte[]? bytes = null;
        if (response.StatusCode != HttpStatusCode.NotModified)
        {
            using var copy = new MemoryStream();
            await body.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
            bytes = copy.ToArray();
        }

        CacheControlHeaderValue? control = response.Headers.CacheControl;
        TimeSpan fresh = control is { MaxAge: { } age, NoCache: false } && age > revalidateAfter
            ? age < LongestFresh ? age : LongestFresh
            : revalidateAfter;
        return new Answer(
            place,
            response.RequestMessage?.RequestUri ?? place,
            bytes,
            response.Headers.ETag?.ToString(),
            response.Content.Headers.LastModified,
            fresh,
            control is not { NoStore: true });
    }

    private Slot GetSlot(string key)
    {
        if (_slots.Count >= MaxSlots)
        {
            foreach ((string other, Slot old) in _slots.OrderBy(pair => pair.Value.CheckedAt).Take(MaxSlots / 2))
            {
                _slots.TryRemove(new(other, old));
            }
        }

        return _slots.GetOrAdd(key, _ => new Slot());
    }

    // Not: refused access, or an answer that it is not there. Those are news, which a cache must not hide.
    private static bool IsOutage(SkillRegistryException e) =>
        e.Code is SkillErrorCodes.RegistryUnavailable or SkillErrorCodes.RateLimited
            or SkillErrorCodes.RegistryAnswerInvalid;

    private sealed record Answer(
        Uri Address,
        Uri Location,
        byte[]? Body,
        string? ETag,
        DateTimeOffset? LastModified,
        TimeSpan FreshFor,
        bool MayBeKept);

    private sealed class Slot
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public CachedDocument? Known { get; private set; }

        public T? Value { get; private set; }

        public bool IsStale { get; private set; }

        public TimeSpan FreshFor { get; private set; }

        public long CheckedAt { get; private set; }

        public TimeSpan Age(TimeProvider time) => time.GetElapsedTime(CheckedAt);

        public void Set(CachedDocument known, T value, bool isStale, TimeSpan freshFor, TimeProvider time)
        {
            Known = known;
            Value = value;
            IsStale = isStale;
            FreshFor = freshFor;
            CheckedAt = time.GetTimestamp();
        }
    }
}
