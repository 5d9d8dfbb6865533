using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Tests.Packaging;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>A repository of the server: commits with archives, and branches that move.</summary>
internal sealed class GitHubServerRepository(string fullName)
{
    private readonly Dictionary<string, byte[]> _archives = [];
    private readonly Dictionary<string, string> _trees = [];
    private readonly Dictionary<string, string> _refs = [];

    public string FullName { get; } = fullName;

    public string DefaultBranch { get; set; } = "main";

    /// <summary>Makes a commit of files and moves a branch (the default branch, unless said otherwise) to it.</summary>
    public string Commit(params (string Path, string Content)[] files) => Commit(
        prefix =>
            files
                .Aggregate(
                    new TarGzBuilder(),
                    (tar, file) =>
                        tar.File(
                            $"{prefix}/{file.Path}", file.Content, file.Path.EndsWith(".sh", StringComparison.Ordinal)))
                .Build());

    /// <summary>Makes a commit whose archive is written by the test.</summary>
    /// <param name="archive">Gets the name of the folder around everything.</param>
    public string Commit(Func<string, byte[]> archive)
    {
        string commit =
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{FullName}{_archives.Count}")))[..40];
        _archives[commit] = archive($"{FullName.Replace('/', '-')}-{commit[..7]}");
        _refs[DefaultBranch] = commit;
        return commit;
    }

    public void Point(string name, string commit) => _refs[name] = commit;

    public void Tag(string name, string commit) => _refs[$"tag:{name}"] = commit;

    public void SetTree(string commit, string json) => _trees[commit] = json;

    public string? Resolve(string revision) => revision == "HEAD" ? _refs.GetValueOrDefault(DefaultBranch)
        : _archives.ContainsKey(revision) ? revision
        : _refs.GetValueOrDefault(revision) ?? _refs.GetValueOrDefault($"tag:{revision}");

    /// <summary>The branches whose names begin with a text, or the tags; both as the whole names of refs.</summary>
    public IEnumerable<string> RefsAt(string prefix) => _refs.Keys
        .Select(name => name.StartsWith("tag:", StringComparison.Ordinal) ? $"tags/{name[4..]}" : $"heads/{name}")
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => $"refs/{name}");

    public bool HasArchive(string commit) => _archives.ContainsKey(commit);

    public byte[] Archive(string commit) => _archives[commit];

    public string? Tree(string commit) => _trees.GetValueOrDefault(commit);
}
