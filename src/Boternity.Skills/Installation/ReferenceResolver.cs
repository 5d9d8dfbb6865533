using System.Runtime.ExceptionServices;
using Boternity.Skills.Manifests;
using Boternity.Skills.Registries;
using Boternity.Skills.Text;

namespace Boternity.Skills.Installation;

/// <summary>From what a person typed to the one skill that it means, or to what is to be done instead.</summary>
internal sealed class ReferenceResolver(ISkillRegistry[] registries, ISkillRegistry[] addressed)
{
    private const int MaxListed = 5_000;
    private const int MaxSuggestions = 5;
    private const int MaxSlips = 2;
    private const int ShortestForASlip = 4;

    /// <exception cref="SkillNotFoundException">No registry has it; the message says what to do.</exception>
    /// <exception cref="SkillAmbiguousException">More than one skill matches equally well, in one place or where the
    /// host wants to be told.</exception>
    /// <exception cref="SkillManifestException">It is there, and its SKILL.md cannot be read.</exception>
    /// <exception cref="SkillRegistryException">A registry that could have it, and whose word comes first, cannot be
    /// read.</exception>
    public async Task<DiscoveredSkill> ResolveAsync(
        SkillReference reference,
        SkillInstallOptions options,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        SkillQuery query = reference.ToQuery(registries.Select(registry => registry.Name));
        ISkillRegistry[] asked = Asked(query);
        Answer[] answers = await Task
            .WhenAll(asked.Select(registry => AskAsync(registry, query, progress, cancellationToken)))
            .ConfigureAwait(false);
        SkillMatch[] matches = [.. answers.SelectMany(answer => answer.Matches).OrderBy(match => match.Match)];
        SkillMatch[] best = [.. matches.Where(match => match.Match == matches[0].Match)];
        if (best.Length == 0 || best[0].Match > options.Match)
        {
            Exception? told = answers.Select(answer => answer.Error).FirstOrDefault(IsOutage)
                ?? answers.Select(answer => answer.Error).OfType<SkillManifestException>().FirstOrDefault()
                ?? answers.Select(answer => answer.Error).FirstOrDefault(error => error is not null);
            if (told is not null)
            {
                ExceptionDispatchInfo.Throw(told);
            }

            throw await NotFoundAsync(reference, query, asked, matches, cancellationToken).ConfigureAwait(false);
        }

        // A registry that is down must not let one that comes after it speak in its place.
        Answer? silent = answers.TakeWhile(answer => !answer.Matches.Contains(best[0]))
            .FirstOrDefault(answer => IsOutage(answer.Error));
        if (silent is not null)
        {
            ExceptionDispatchInfo.Throw(silent.Error!);
        }

        return Choose(reference, query, best, options.Ambiguity);
    }

    private static DiscoveredSkill Choose(
        SkillReference reference, SkillQuery query, SkillMatch[] best, SkillAmbiguityPolicy policy)
    {
        SkillSource first = best[0].Skill.Source;
        SkillMatch[] there = [.. best.Where(match => IsSamePlace(match.Skill.Source, first))];
        if (there.Length > 1 && there.Count(match => match.Skill.Source.Path == query.Name) == 1)
        {
            // What a message printed is a path, and stands before what is only called so.
            there = [.. there.Where(match => match.Skill.Source.Path == query.Name)];
        }

        return there.Length > 1 || (best.Length > 1 && policy == SkillAmbiguityPolicy.Refuse)
            ? throw new SkillAmbiguousException(
                reference.Text,
                [.. best.Select(match => match.Skill).OrderBy(s => s.Source.ToString(), StringComparer.Ordinal)])
            : there[0].Skill with
            {
                Alternatives =
                [
                    .. best.Select(match => match.Skill.Source).Where(source => !IsSamePlace(source, first)),
                ],
            };
    }

    private static bool IsSamePlace(SkillSource one, SkillSource other) =>
        string.Equals(one.Registry, other.Registry, StringComparison.OrdinalIgnoreCase)
        && string.Equals(one.Repository, other.Repository, StringComparison.OrdinalIgnoreCase);

    private static bool IsOutage(Exception? error) =>
        error is SkillRegistryException and not (SkillNotFoundException or SkillAmbiguousException);

    private ISkillRegistry[] Asked(SkillQuery query) => query switch
    {
        { Registry: null, Address: { } address } =>
        [
            .. registries.OfType<IAddressedRegistry>().Where(registry => registry.Takes(address)).Take(1),
        ],
        { Registry: null } => registries,
        _ =>
        [
            .. (query.Address is null ? registries : addressed).Where(
                registry => string.Equals(registry.Name, query.Registry, StringComparison.OrdinalIgnoreCase)),
        ],
    };

    // What one registry does not have, or cannot say, another may answer.
    private static async Task<Answer> AskAsync(
        ISkillRegistry registry,
        SkillQuery query,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<SkillMatch> found = progress is null
                ? await registry.FindAsync(query, cancellationToken).ConfigureAwait(false)
                : await registry.FindAsync(query, progress, cancellationToken).ConfigureAwait(false);
            return new Answer(found, null);
        }
        catch (SkillException error) when (error is SkillRegistryException or SkillManifestException)
        {
            return new Answer([], error);
        }
    }

    private async Task<SkillNotFoundException> NotFoundAsync(
        SkillReference reference,
        SkillQuery query,
        ISkillRegistry[] asked,
        SkillMatch[] matches,
        CancellationToken cancellationToken)
    {
        DiscoveredSkill[] nearest = matches.Length > 0
            ? [.. matches.Select(match => match.Skill)]
            : await SuggestAsync(query, asked, cancellationToken).ConfigureAwait(false);
        IEnumerable<string> names = nearest.Take(MaxSuggestions).Select(skill => $"{skill.Name} ({skill.Source})");
        string near = nearest.Length == 0 ? "" : $" Names that come close: {string.Join(", ", names)}.";
        return new SkillNotFoundException(
            reference.Text,
            query.Registry,
            $"{WhatIsMissing(reference, query, asked)}{Advice(query, asked)}{near}",
            nearest);
    }

    private string WhatIsMissing(SkillReference reference, SkillQuery query, ISkillRegistry[] asked)
    {
        if (asked.Length == 0)
        {
            return OciAddress.Is(query.Address) && !registries.Any(static one => one is IAddressedRegistry)
                ? $"'{reference}' is an artefact, and no registry of artefacts is registered: add one (AddOciRegistry)."
                : query.Address is not null
                ? $"'{reference}' is an address or a path, which this host does not take."
                : query.Registry is { } registry
                ? $"No registry is called '{registry}', which '{reference}' begins with; there are: "
                    + $"{string.Join(", ", registries.Select(one => one.Name))}."
                : $"There is no registry that could have '{reference}': add one.";
        }

        if (query.Address is { } address)
        {
            string named = query.Name is { } name ? $" called '{name}'" : "";
            string folder = query.Path is { } inner ? $", in the folder '{inner}'" : "";
            return $"There is no skill{named} at '{address}'{folder}.";
        }

        string where = string.Join(", ", asked.Select(one => one.Name));
        string place = query.Repository is { } repository ? $"The repository '{repository}'" : $"The registry {where}";
        place = query.Repository is null && asked.Length > 1 ? $"None of the registries {where}" : place;
        string verb = place.StartsWith("None", StringComparison.Ordinal) ? "has a skill" : "has no skill";
        string what = (query.Path, query.Name) switch
        {
            ({ } path, null) => $" at the path '{path}'",
            (null, { } name) => $" called '{name}'",
            ({ } path, { } name) => $" called '{name}' at the path '{path}'",
            _ => "",
        };
        return $"{place} {verb}{what}.";
    }

    private static string Advice(SkillQuery query, ISkillRegistry[] asked)
    {
        if (query is { Registry: null, Repository: null, Address: null, Name: { } site }
            && site.Contains('.', StringComparison.Ordinal)
            && Uri.CheckHostName(site) == UriHostNameType.Dns)
        {
            return $" If '{site}' is a site that publishes skills, write https://{site}.";
        }

        if (query.Address is not null || !Array.TrueForAll(asked, registry => registry.IsLocal))
        {
            return "";
        }

        return query switch
        {
            { Repository: { } repository, Registry: null } =>
                $" '{repository}' is a repository, and no registry of repositories is registered: add one "
                    + $"(AddGitHubRegistry), or begin with the name of a registry.",
            { Ref: { } revision } => $" A directory has no revisions: leave out '#{revision}'.",
            _ => "",
        };
    }

    private static async Task<DiscoveredSkill[]> SuggestAsync(
        SkillQuery query, ISkillRegistry[] asked, CancellationToken cancellationToken)
    {
        if (query.Name is not { Length: >= ShortestForASlip } name
            || query.Repository is not null
            || query.Address is not null)
        {
            return [];
        }

        name = name.ToLowerInvariant();
        List<DiscoveredSkill> near = [];
        foreach (ISkillRegistry registry in asked)
        {
            try
            {
                IAsyncEnumerable<DiscoveredSkill> skills = registry is ISearchedRegistry
                    ? (await registry
                        .SearchAsync(name, cancellationToken: cancellationToken)
                        .ConfigureAwait(false)).ToAsyncEnumerable()
                    : registry.ListAsync(cancellationToken).Take(MaxListed);
                await foreach (DiscoveredSkill skill in skills.ConfigureAwait(false))
                {
                    if (EditDistance.IsWithin(skill.Name.ToLowerInvariant(), name, MaxSlips))
                    {
                        near.Add(skill);
                    }
                }
            }
            catch (SkillRegistryException)
            {
                // It could be asked, and cannot be listed: it suggests nothing.
            }
        }

        return [.. near.OrderBy(skill => skill.Source.ToString(), StringComparer.Ordinal).Take(MaxSuggestions)];
    }

    private sealed record Answer(IReadOnlyList<SkillMatch> Matches, SkillException? Error);
}
