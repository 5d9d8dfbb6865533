using System.Diagnostics;
using System.Globalization;
using System.IO.Abstractions;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// Processes that install, update, grant and remove are killed at random. What is there afterwards is the old skill
/// with its old grants, or the new one with its new grants.
/// </summary>
public sealed class StoreKillTests
{
    /// <summary>How many processes are killed; docs/maintainers/testing.md says how to kill more of them.</summary>
    private const string CountVariable = "STORE_KILLS";

    private const int DefaultCount = 300;
    private const int Lanes = 3;

    [Test]
    public async Task Process_KilledAtRandom_LeavesTheOldWithItsGrantsOrTheNewWithItsGrants()
    {
        int count = Environment.GetEnvironmentVariable(CountVariable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : DefaultCount;
        int begun = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Lanes),
            new ParallelOptions { MaxDegreeOfParallelism = Lanes },
            async (lane, _) =>
            {
                using var directory = new TemporaryDirectory();
                var lived = new Lane(directory.PathOf("store"), seed: lane + 1);
                for (int i = lane; i < count; i += Lanes)
                {
                    await lived.KillOneAsync(i);
                }

                Interlocked.Add(ref begun, lived.Interrupted);
            });

        TestContext.Out.WriteLine($"{count} processes were killed, {begun} of them in the middle of a write.");
        Assert.That(begun, Is.GreaterThan(count / 4), "Most die while they write.");
    }

    private sealed class Lane(string root, int seed)
    {
        private readonly Random _random = new(seed);
        private Dictionary<string, ChurnState?> _states = StoreChurn.Skills.ToDictionary(
            id => id, _ => (ChurnState?)null);

        public int Interrupted { get; private set; }

        public async Task KillOneAsync(int number)
        {
            using Process child = StoreChild.Start("churn", root, number.ToString(CultureInfo.InvariantCulture));
            Task<string> errors = child.StandardError.ReadToEndAsync();
            Assert.That(await child.StandardOutput.ReadLineAsync(), Is.EqualTo(StoreChurn.Ready), $"process {number}");
            List<string> lines = [];
            for (int begun = _random.Next(1, 5); begun > 0;)
            {
                lines.Add(
                    await child.StandardOutput.ReadLineAsync()
                        ?? throw new AssertionException($"process {number}: {await errors}"));
                begun -= lines[^1].StartsWith(StoreChurn.Begin, StringComparison.Ordinal) ? 1 : 0;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 15));
            child.Kill();
            string rest = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            await CheckAsync([.. lines, .. rest.Split('\n', StringSplitOptions.RemoveEmptyEntries)], number);
        }

        private async Task CheckAsync(IReadOnlyList<string> lines, int number)
        {
            (string Skill, ChurnState? State)? pending = null;
            foreach (string line in lines)
            {
                switch (line.Split(' '))
                {
                    case [StoreChurn.Begin, var skill, var version, var grants]:
                        pending = (skill, ChurnState.Parse(version, grants));
                        break;
                    case [StoreChurn.End]:
                        _states[pending!.Value.Skill] = pending.Value.State;
                        pending = null;
                        break;
                }
            }

            Interrupted += pending is null ? 0 : 1;
            _states = await ReadAsync(pending, number);
        }

        private async Task<Dictionary<string, ChurnState?>> ReadAsync(
            (string Skill, ChurnState? State)? pending, int number)
        {
            FileSystemSkillStore store = StoreBench.OpenAt(root, new FileSystem());
            FileSystemGrantStore grants = StoreChurn.OpenGrants(root);
            Dictionary<string, ChurnState?> found = [];
            foreach ((string skillId, ChurnState? before) in _states)
            {
                InstalledSkill? skill = await store.FindAsync(skillId);
                ChurnState? now = null;
                if (skill is not null)
                {
                    string version = StoreState.WholeVersion(skill);
                    string granted = (await grants.GetAsync(skill)).Secrets is [var secret] ? secret[1..] : "0";
                    now = ChurnState.Parse(version, granted);
                }

                ChurnState? after = pending is { } write && write.Skill == skillId ? write.State : before;
                Assert.That(now, Is.EqualTo(before).Or.EqualTo(after), $"'{skillId}' after process {number}");
                found[skillId] = now;
            }

            Assert.That((await store.VerifyAsync()).Problems, Is.Empty, $"process {number}");
            return found;
        }
    }
}
