using System.Collections.Immutable;

namespace Boternity.Skills.Dependencies;

/// <summary>
/// Finds the skills that a skill needs, and what these need: each name once, in a version that all who need it accept.
/// Candidates are tried in the order of the source; where one leads nowhere, the next is tried. The same answers of
/// the source give the same plan.
/// </summary>
internal sealed class DependencyResolver(IDependencySource source, DependencyLimits limits)
{
    private const int StepsOnTheStack = 32;

    private int _steps;

    /// <exception cref="SkillDependencyException">There is no such set of skills; it is the error of the candidates
    /// that come first.</exception>
    public async Task<DependencyPlan> ResolveAsync(DependencyNode root, CancellationToken cancellationToken)
    {
        _steps = 0;
        if (root.Required.Count > limits.MaxSkills)
        {
            throw TooMany(root);
        }

        State start = new State([root], [], [], ImmutableDictionary<DependencyNode, int>.Empty.Add(root, 0))
            .With(root);
        (State? end, SkillDependencyException? error) = await SolveAsync(start, cancellationToken)
            .ConfigureAwait(false);
        return end is null ? throw error! : new DependencyPlan(Sort(root, end), end.Edges);
    }

    private async Task<(State? End, SkillDependencyException? Error)> SolveAsync(
        State state, CancellationToken cancellationToken)
    {
        // What completes at once does not return to its caller's caller: the stack is bounded here.
        if (state.Edges.Count % StepsOnTheStack == StepsOnTheStack - 1)
        {
            await Task.Yield();
        }

        if (state.Pending.IsEmpty)
        {
            SkillDependencyException? problem = await CheckAsync(state, cancellationToken).ConfigureAwait(false);
            return problem is null ? (state, null) : (null, problem);
        }

        state = state with { Pending = state.Pending.Dequeue(out (DependencyNode By, SkillDependency Wanted) next) };
        (DependencyNode by, SkillDependency wanted) = next;
        if (state.Selected.Find(node => node.IsNamedBy(wanted)) is { } there)
        {
            return wanted.Accepts(there.Manifest.Version)
                ? await ConnectAsync(state, by, wanted, there, cancellationToken).ConfigureAwait(false)
                : (null, Contradiction(state, by, wanted, there));
        }

        SkillDependencyException? first = null;
        List<DependencyNode> unfit = [];
        for (int index = 0; index < DependencyLimits.MaxCandidates; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_steps > DependencyLimits.MaxSteps)
            {
                return (null, first ?? TooMuch(state, by, wanted, $"{DependencyLimits.MaxSteps} attempts"));
            }

            DependencyNode? candidate = await source.FindAsync(wanted, by, index, cancellationToken)
                .ConfigureAwait(false);
            if (candidate is null)
            {
                break;
            }

            if (!wanted.Accepts(candidate.Manifest.Version))
            {
                unfit.Add(candidate);
                continue;
            }

            (State? end, SkillDependencyException? error) = await TryAsync(
                state, by, wanted, candidate, cancellationToken).ConfigureAwait(false);
            if (end is not null)
            {
                return (end, null);
            }

            first ??= error;
            if (_steps > DependencyLimits.MaxSteps)
            {
                break;
            }
        }

        return (null, first ?? Missing(state, by, wanted, unfit));
    }

    private async Task<(State? End, SkillDependencyException? Error)> TryAsync(
        State state,
        DependencyNode by,
        SkillDependency wanted,
        DependencyNode candidate,
        CancellationToken cancellationToken)
    {
        if (state.Selected.Find(node => SameId(node, candidate)) is { } other)
        {
            return (null, Contradiction(state, by, wanted, other));
        }

        int depth = state.Depths[by] + 1;
        if (depth > limits.MaxDepth)
        {
            return (null, TooMuch(
                state, by, wanted, $"{limits.MaxDepth} levels ({nameof(BoternitySkillsOptions.MaxDependencyDepth)})"));
        }

        if (ProblemOf(candidate) is { } unreadable)
        {
            return (null, unreadable);
        }

        if (state.Selected.Count + 1 > limits.MaxSkills || candidate.Required.Count > limits.MaxSkills)
        {
            return (null, TooMuch(
                state, by, wanted, $"{limits.MaxSkills} skills ({nameof(BoternitySkillsOptions.MaxDependencies)})"));
        }

        State selected = state with
        {
            Selected = state.Selected.Add(candidate),
            Depths = state.Depths.Add(candidate, depth),
        };
        return await ConnectAsync(selected.With(candidate), by, wanted, candidate, cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<(State? End, SkillDependencyException? Error)> ConnectAsync(
        State state,
        DependencyNode by,
        SkillDependency wanted,
        DependencyNode to,
        CancellationToken cancellationToken)
    {
        if (FindWay(state.Edges, to, by) is { } circle)
        {
            string[] path = [.. circle.Select(static node => node.SkillId), to.SkillId];
            return Task.FromResult<(State?, SkillDependencyException?)>((null, new SkillDependencyException(
                SkillErrorCodes.DependencyCycle,
                path,
                $"The skills need one another in a circle: {Words.Path(path)}.")));
        }

        return SolveAsync(
            state with { Edges = state.Edges.Add(new DependencyEdge(by, wanted, to)) }, cancellationToken);
    }

    /// <summary>What is wrong with a complete set: among its skills, and with those that are installed.</summary>
    private async Task<SkillDependencyException?> CheckAsync(State state, CancellationToken cancellationToken)
    {
        IReadOnlyList<DependencyNode> sorted = Sort(state.Selected[0], state);
        int deepest = DepthOf(sorted, state.Edges);
        if (deepest > limits.MaxDepth)
        {
            return new SkillDependencyException(
                SkillErrorCodes.DependencyLimit,
                [state.Selected[0].SkillId],
                $"'{Words.Shown(state.Selected[0].SkillId)}' needs skills over {deepest} levels; the limit is "
                    + $"{limits.MaxDepth} ({nameof(BoternitySkillsOptions.MaxDependencyDepth)}).");
        }

        foreach (DependencyNode node in state.Selected)
        {
            foreach (SkillDependency unwanted in node.Conflicts)
            {
                DependencyNode? enemy = state.Selected.Find(other => other != node && other.Satisfies(unwanted));
                if (enemy is null && node.Installed is null)
                {
                    enemy = (await source.FindInstalledAsync(unwanted.Name, cancellationToken).ConfigureAwait(false))
                        .FirstOrDefault(other => !IsReplaced(state, other) && other.Satisfies(unwanted));
                }

                if (enemy is not null)
                {
                    return Conflict(state, node, enemy, node);
                }
            }
        }

        foreach (DependencyNode node in state.Selected.Where(static node => node.Installed is null))
        {
            foreach (DependencyNode other in (await source.FindReferringAsync(node.Names, cancellationToken)
                .ConfigureAwait(false)).Where(other => !IsReplaced(state, other)))
            {
                if (other.Conflicts.Any(node.Satisfies))
                {
                    return Conflict(state, node, other, other);
                }

                if (other.Required.FirstOrDefault(
                    wanted => node.IsNamedBy(wanted) && !wanted.Accepts(node.Manifest.Version)) is { } broken)
                {
                    string[] path = PathOf(state, node);
                    return new SkillDependencyException(
                        SkillErrorCodes.DependencyConflict,
                        path,
                        $"'{Words.Shown(other.SkillId)}', which is installed, needs '{Words.Shown(broken.Text)}'; "
                            + $"{Words.Shown(node.ToString())} ({node.Source}) would take its place"
                            + (path.Length > 1 ? $" ({Words.Path(path)})." : "."));
                }
            }
        }

        return null;
    }

    private static SkillDependencyException? ProblemOf(DependencyNode candidate)
    {
        try
        {
            _ = candidate.Required.Count + candidate.Conflicts.Count;
            return null;
        }
        catch (SkillDependencyException exception)
        {
            return exception;
        }
    }

    private SkillDependencyException TooMany(DependencyNode root) => new(
        SkillErrorCodes.DependencyLimit,
        [root.SkillId],
        $"'{Words.Shown(root.SkillId)}' needs {root.Required.Count} skills; the limit is {limits.MaxSkills} "
            + $"({nameof(BoternitySkillsOptions.MaxDependencies)}).");

    private static bool IsReplaced(State state, DependencyNode installed) =>
        state.Selected.Exists(node => SameId(node, installed));

    private static bool SameId(DependencyNode one, DependencyNode other) =>
        string.Equals(one.SkillId, other.SkillId, StringComparison.OrdinalIgnoreCase);

    private static SkillDependencyException Conflict(
        State state, DependencyNode node, DependencyNode enemy, DependencyNode accuser)
    {
        string[] path = PathOf(state, node);
        string[] enemyPath = state.Selected.Contains(enemy) ? PathOf(state, enemy) : [];
        string other = enemyPath.Length > 0
            ? $"'{Words.Shown(enemy.SkillId)}' ({Words.Path(enemyPath)})"
            : $"'{Words.Shown(enemy.SkillId)}', which is installed";
        return new SkillDependencyException(
            SkillErrorCodes.SkillsConflict,
            path,
            $"{Words.Path(path)} conflicts with {other}: '{Words.Shown(accuser.SkillId)}' must not be used together "
                + "with it.");
    }

    private static SkillDependencyException Contradiction(
        State state, DependencyNode by, SkillDependency wanted, DependencyNode there)
    {
        string[] path = [.. PathOf(state, by), there.SkillId];
        string reasons = string.Join(", ", state.Edges
            .Where(edge => edge.To == there)
            .Select(edge => $"'{Words.Shown(edge.Dependency.Text)}' ({Words.Path(PathOf(state, edge.From))})"));
        string already = reasons.Length > 0 ? $"is there for {reasons}" : "is what was asked for";
        return new SkillDependencyException(
            SkillErrorCodes.DependencyConflict,
            path,
            $"'{Words.Shown(by.SkillId)}' needs '{Words.Shown(wanted.Text)}' ({Words.Path(path)}), and "
                + $"{Words.Shown(there.ToString())} ({there.Source}) {already}.");
    }

    private static SkillDependencyException Missing(
        State state, DependencyNode by, SkillDependency wanted, List<DependencyNode> unfit)
    {
        string[] path = [.. PathOf(state, by), wanted.Name];
        string there = unfit.Count == 0
            ? "no registry has it"
            : $"there is {string.Join(", ", unfit.Select(
                static node => $"{Words.Shown(node.ToString())} ({node.Source})"))}";
        return new SkillDependencyException(
            SkillErrorCodes.DependencyMissing,
            path,
            $"'{Words.Shown(by.SkillId)}' needs '{Words.Shown(wanted.Text)}' ({Words.Path(path)}), and {there}.");
    }

    private static SkillDependencyException TooMuch(
        State state, DependencyNode by, SkillDependency wanted, string limit)
    {
        string[] path = [.. PathOf(state, by), wanted.Name];
        return new SkillDependencyException(
            SkillErrorCodes.DependencyLimit,
            path,
            $"'{Words.Shown(state.Selected[0].SkillId)}' needs more than {limit}: {Words.Path(path)}.");
    }

    /// <summary>From the skill that was asked for to one of those that it needs.</summary>
    private static string[] PathOf(State state, DependencyNode node) =>
        [.. (FindWay(state.Edges, state.Selected[0], node) ?? [node]).Select(static one => one.SkillId)];

    private static List<DependencyNode>? FindWay(
        ImmutableList<DependencyEdge> edges, DependencyNode from, DependencyNode to)
    {
        var before = new Dictionary<DependencyNode, DependencyNode?> { [from] = null };
        var queue = new Queue<DependencyNode>([from]);
        while (queue.TryDequeue(out DependencyNode? node))
        {
            if (node == to)
            {
                List<DependencyNode> way = [];
                for (DependencyNode? step = to; step is not null; step = before[step])
                {
                    way.Insert(0, step);
                }

                return way;
            }

            foreach (DependencyEdge edge in edges.Where(edge => edge.From == node && before.TryAdd(edge.To, node)))
            {
                queue.Enqueue(edge.To);
            }
        }

        return null;
    }

    /// <summary>Each after all that it needs, in the order in which they are named.</summary>
    private static List<DependencyNode> Sort(DependencyNode root, State state)
    {
        List<DependencyNode> sorted = [];
        var seen = new HashSet<DependencyNode>();
        Visit(root);
        return sorted;

        void Visit(DependencyNode node)
        {
            if (seen.Add(node))
            {
                foreach (DependencyEdge edge in state.Edges.Where(edge => edge.From == node))
                {
                    Visit(edge.To);
                }

                sorted.Add(node);
            }
        }
    }

    private static int DepthOf(IReadOnlyList<DependencyNode> sorted, ImmutableList<DependencyEdge> edges)
    {
        var depths = new Dictionary<DependencyNode, int>();
        foreach (DependencyNode node in sorted)
        {
            depths[node] = edges
                .Where(edge => edge.From == node)
                .Select(edge => depths[edge.To] + 1)
                .DefaultIfEmpty(0)
                .Max();
        }

        return depths[sorted[^1]];
    }

    private sealed record State(
        ImmutableList<DependencyNode> Selected,
        ImmutableList<DependencyEdge> Edges,
        ImmutableQueue<(DependencyNode By, SkillDependency Wanted)> Pending,
        ImmutableDictionary<DependencyNode, int> Depths)
    {
        /// <summary>The same, with what a skill needs to be found.</summary>
        public State With(DependencyNode node) => this with
        {
            Pending = node.Required.Aggregate(Pending, (queue, wanted) => queue.Enqueue((node, wanted))),
        };
    }
}
