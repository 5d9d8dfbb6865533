using System.Text;
using Boternity.Skills.Tests.Registries.Web;

namespace Boternity.Skills.Tests.Registries.Git;

/// <summary>A server of Git's protocol, version 0, that gives what a test made by hand.</summary>
internal static class GitWire
{
    public const string Refs = "/skills.git/info/refs?service=git-upload-pack";
    public const string Fetch = "/skills.git/git-upload-pack";
    public const string AdvertisementType = "application/x-git-upload-pack-advertisement";
    public const string ResultType = "application/x-git-upload-pack-result";

    /// <summary>A repository whose default branch is a commit with the skill <c>pdf</c>.</summary>
    public static string PutSkill(SkillServer server)
    {
        var pack = new GitPackBuilder();
        string file = pack.Blob("---\nname: pdf\ndescription: Does pdf.\n---\n# pdf\n");
        string commit = pack.Commit(pack.Tree(("40000", "pdf", pack.Tree(("100644", "SKILL.md", file)))));
        Put(server, commit, pack.Build());
        return commit;
    }

    public static void Put(SkillServer server, string commit, byte[] pack)
    {
        server.Put(
            Refs,
            [
                .. Line("# service=git-upload-pack\n"), .. Flush,
                .. Line($"{commit} HEAD\0side-band-64k ofs-delta shallow\n"), .. Line($"{commit} refs/heads/main\n"),
                .. Flush,
            ],
            AdvertisementType);
        server.Put(Fetch, [.. Line($"shallow {commit}\n"), .. Flush, .. Line("NAK\n"), .. Band(pack)], ResultType);
    }

    public static byte[] Flush => "0000"u8.ToArray();

    public static byte[] Line(string text) =>
        Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text) + 4:x4}{text}");

    /// <summary>A pack in the parts that carry it.</summary>
    public static byte[] Band(byte[] pack) =>
    [
        .. pack.Chunk(60_000).SelectMany(part => (byte[])
            [.. Encoding.ASCII.GetBytes($"{part.Length + 5:x4}"), 1, .. part]),
        .. Flush,
    ];
}
