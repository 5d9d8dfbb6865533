using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Boternity.Skills.Benchmarks.Registries;

/// <summary>
/// A repository of the size and shape of the largest public one, made of invented words: the same bytes every time.
/// </summary>
internal static class SyntheticRepository
{
    public const int Skills = 864;

    private const int OtherFiles = 430;
    private const int BodyWords = 430;
    private const int NotesWords = 500;
    private const int Vocabulary = 1_500;
    private const int NoiseFiles = 50;
    private const int NoiseBytes = 36_000;

    public static byte[] BuildTarGz()
    {
        var random = new Random(882);
        string[] words = [.. Enumerable.Range(0, Vocabulary).Select(_ => Word(random))];
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            for (int i = 0; i < Skills; i++)
            {
                Write(
                    tar,
                    $"skills/{words[i]}-{i}-automation/SKILL.md",
                    Encoding.UTF8.GetBytes(Manifest(random, words, i)));
                if (i % 2 == 0 && i / 2 < OtherFiles)
                {
                    Write(
                        tar,
                        $"skills/{words[i]}-{i}-automation/references/notes.md",
                        Encoding.UTF8.GetBytes(Text(random, words, NotesWords)));
                }
            }

            for (int i = 0; i < NoiseFiles; i++)
            {
                byte[] noise = new byte[NoiseBytes];
                random.NextBytes(noise);
                Write(tar, $"assets/{i}.ttf", noise);
            }
        }

        return bytes.ToArray();
    }

    private static string Manifest(Random random, string[] words, int i) => $$"""
        ---
        name: {{words[i]}}-{{i}}-automation
        description: Automate {{words[i]}} tasks: {{Text(random, words, 24)}}. Always search for current schemas first.
        requires: {mcp: [rube]}
        ---

        # {{words[i]}}

        {{Text(random, words, BodyWords / 2)}}

        ---

        {{Text(random, words, BodyWords / 2)}}

        """;

    private static string Text(Random random, string[] words, int count) =>
        string.Join(
            ' ', Enumerable.Range(0, count).Select(_ => words[(int)(Vocabulary * Math.Pow(random.NextDouble(), 3))]));

    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(3, 11)).Select(_ => (char)random.Next('a', 'z' + 1)));

    private static void Write(TarWriter tar, string path, byte[] content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"synthetic-repository-0123456/{path}")
        {
            DataStream = new MemoryStream(content),
        });
}
