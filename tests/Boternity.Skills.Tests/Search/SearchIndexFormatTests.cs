using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Search;

namespace Boternity.Skills.Tests.Search;

/// <summary>An index on disk: the same as the one that was made, or refused.</summary>
public sealed class SearchIndexFormatTests
{
    private const int Mutants = 150;
    private const int DigestAt = 44;
    private const int PayloadAt = 76;

    private static readonly SkillSearchIndex Index = new(SearchSkills.All);
    private static readonly byte[] Saved = Index.Save();

    [Test]
    public void Load_WhatWasSaved_AnswersTheSame()
    {
        SkillSearchIndex loaded = SkillSearchIndex.Load(Saved, SearchSkills.All);

        foreach (DiscoveredSkill skill in SearchSkills.All)
        {
            foreach (string query in (string[])[skill.Name, skill.Manifest.Description, skill.Name[..3]])
            {
                Assert.That(loaded.Search(query, 200), Is.EqualTo(Index.Search(query, 200)), query);
            }
        }

        Assert.That(loaded.Save(), Is.EqualTo(Saved));
    }

    [Test]
    public void Load_OfOtherSkills_IsRefused()
    {
        DiscoveredSkill first = SearchSkills.All[0];
        IReadOnlyList<DiscoveredSkill>[] others =
        [
            [.. SearchSkills.All.Skip(1)],
            [first with { Manifest = first.Manifest with { Description = "Other." } }, .. SearchSkills.All.Skip(1)],
            [first with { Headings = ["Other"] }, .. SearchSkills.All.Skip(1)],
            [first with { Manifest = first.Manifest with { Categories = ["a"] } }, .. SearchSkills.All.Skip(1)],
        ];

        foreach (IReadOnlyList<DiscoveredSkill> other in others)
        {
            Assert.That(
                () => SkillSearchIndex.Load(Saved, other),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains("other skills"));
        }
    }

    [Test]
    public void Load_OfAnotherVersion_IsRefused()
    {
        byte[] other = [.. Saved];
        other[8]++;
        Assert.That(
            () => SkillSearchIndex.Load(other, SearchSkills.All),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("version"));
    }

    [Test]
    public void Load_DamagedAnywhere_IsRefused()
    {
        var random = new Random(1);
        for (int i = 0; i < Mutants; i++)
        {
            byte[] mutant = [.. Saved];
            mutant[i < PayloadAt ? i : random.Next(Saved.Length)] ^= (byte)(1 << random.Next(8));
            Assert.That(
                () => SkillSearchIndex.Load(mutant, SearchSkills.All), Throws.InstanceOf<InvalidDataException>());
            int length = random.Next(Saved.Length);
            Assert.That(
                () => SkillSearchIndex.Load(Saved.AsSpan(0, length), SearchSkills.All),
                Throws.InstanceOf<InvalidDataException>());
        }
    }

    [Test]
    public void Load_DamagedByWhoMendsTheDigest_IsRefusedOrRanksTheRegistrysSkills()
    {
        var random = new Random(2);
        int refused = 0;
        for (int i = 0; i < Mutants; i++)
        {
            byte[] mutant = [.. Saved];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                mutant[random.Next(PayloadAt, Saved.Length)] = (byte)random.Next(256);
            }

            SHA256.HashData(mutant.AsSpan(PayloadAt), mutant.AsSpan(DigestAt, 32));
            try
            {
                SkillSearchIndex loaded = SkillSearchIndex.Load(mutant, SearchSkills.All);
                Assert.That(loaded.Search("write a pdf", 200), Is.SubsetOf(SearchSkills.All));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(0).And.LessThan(Mutants));
    }

    [Test]
    public void Version_OfTheFormat_IsRaisedWhenTheSameSkillsGiveAnotherIndex()
    {
        SearchIndexParts parts = SearchIndexFormat.Read(
            Saved, SearchIndexFormat.FingerprintOf(Index.Skills), Index.Skills.Count);
        var text = new StringBuilder();
        foreach ((string word, int term) in parts.Vocabulary.Words)
        {
            text.Append(CultureInfo.InvariantCulture, $"{word} {term};");
        }

        foreach (SearchPostings postings in parts.Postings)
        {
            text.AppendJoin(' ', postings.Documents.Zip(
                postings.Weights,
                static (document, weight) => string.Create(CultureInfo.InvariantCulture, $"{document}:{weight:F2}")));
        }

        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
        Assert.That(
            (SearchIndexFormat.Version, digest),
            Is.EqualTo((1, "50ceacd0037926e9")),
            "Raise SearchIndexFormat.Version with every change of this digest, and write both down here.");
    }
}
