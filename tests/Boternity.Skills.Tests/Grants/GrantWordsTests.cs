using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Grants;

public sealed class GrantWordsTests
{
    [Test]
    public void Describe_OfEveryGrant_SaysWhatItMeans()
    {
        string folder = Path.GetFullPath("reports");
        var grants = new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant { GuestPath = "/a", HostPath = folder, Access = SkillFileAccess.Read },
                new SkillDirectoryGrant
                {
                    GuestPath = "/b", HostPath = folder, Access = SkillFileAccess.ReadWrite, MaxBytesWritten = 10,
                },
                new SkillDirectoryGrant { GuestPath = "/c", HostPath = folder },
            ],
            Http =
            [
                new SkillHttpGrant { Host = "*.example.org", Methods = ["GET", "POST"] },
                new SkillHttpGrant { Host = "*", Port = 8080, Methods = ["GET"], AllowHttp = true },
            ],
            EnvironmentVariables = ["LANG"],
            Secrets = ["TOKEN"],
            RecallMemory = true,
        };

        Assert.That(grants.Describe(), Is.EqualTo((string[])
        [
            $"may read /a (the folder {folder})",
            $"may read and write /b (the folder {folder}, at most 10 bytes a run)",
            "may send GET, POST requests to every host below example.org",
            "may send GET requests to any host, port 8080 (also without encryption)",
            "may read the environment variable LANG",
            "may read the secret TOKEN",
            "may search the memory of this host",
        ]));
        Assert.That(SkillGrants.None.Describe(), Is.Empty);
    }

    [Test]
    public void Describe_OfTheWidestGrants_HidesNothing()
    {
        string folder = Path.GetFullPath("reports");
        var grants = new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant { GuestPath = "/w", HostPath = folder, Access = SkillFileAccess.Write },
            ],
            Http =
            [
                new SkillHttpGrant
                {
                    Host = "a.example", Methods = ["GET"], AllowHttp = true, AllowLoopback = true,
                    AllowPrivateNetwork = true,
                },
                new SkillHttpGrant { Host = "b.example" },
            ],
            PreciseClock = true,
        };

        Assert.That(grants.Describe(), Is.EqualTo((string[])
        [
            $"may write /w (the folder {folder})",
            "may send GET requests to a.example (also without encryption, also on this machine, "
                + "also in private networks)",
            "may measure time exactly",
        ]));
    }
}
