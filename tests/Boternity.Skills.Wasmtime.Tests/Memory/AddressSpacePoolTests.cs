using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasmtime.Memory;

namespace Boternity.Skills.Wasmtime.Tests.Memory;

[TestFixture]
internal sealed unsafe class AddressSpacePoolTests
{
    private const int Page = 65_536;

    [Test]
    public void Return_SpacesThatWereUsed_HoldNoMoreThanTheirLimitTogether()
    {
        using var pool = new AddressSpacePool(1 << 24, maxKept: 3, maxResidentBytes: 5 * Page);
        GuestAddressSpace[] spaces = [.. Enumerable.Range(0, 4).Select(_ => pool.TryRent()!)];
        foreach (GuestAddressSpace space in spaces)
        {
            Assert.That(space.TryResize(2 * Page));
            new Span<byte>(space.Start, 2 * Page).Fill(0xFF);
            pool.Return(space);
        }

        Assert.That((pool.KeptCount, pool.ResidentBytes), Is.EqualTo((3, 2L * Page)));
        for (int i = 0; i < 3; i++)
        {
            GuestAddressSpace space = pool.TryRent()!;
            Assert.That(space.TryResize(2 * Page));
            Assert.That(new ReadOnlySpan<byte>(space.Start, 2 * Page).ContainsAnyExcept((byte)0), Is.False);
            space.Dispose();
        }

        Assert.That((pool.KeptCount, pool.ResidentBytes), Is.EqualTo((0, 0L)));
    }

    [Test]
    public void Return_LargeSpace_IsZeroInThePartThatStaysAndInTheRest()
    {
        const int length = 5 << 20;
        using var pool = new AddressSpacePool(1 << 24, maxKept: 1, maxResidentBytes: 1 << 30);
        GuestAddressSpace space = pool.TryRent()!;
        Assert.That(space.TryResize(length));
        new Span<byte>(space.Start, length).Fill(0xFF);

        pool.Return(space);

        Assert.That(pool.TryRent(), Is.SameAs(space));
        Assert.That(space.TryResize(Page) && space.TryResize(length));
        Assert.That(new ReadOnlySpan<byte>(space.Start, length).ContainsAnyExcept((byte)0), Is.False);
        Assert.That(space.ResidentBytes, Is.EqualTo((nuint)2 << 20));
        space.Dispose();
    }

    [Test]
    public void Rent_WithAnImage_HasWhatTheImageHas()
    {
        using var pool = new AddressSpacePool(1 << 24, maxKept: 4, maxResidentBytes: 1 << 30);
        var image = GuestMemoryImage.Create(4 * Page, [(10, [1, 2, 3]), (2 * Page, [4])]);
        for (int i = 0; i < 3; i++)
        {
            GuestAddressSpace space = pool.TryRent(image.File is null ? null : image)!;
            Assert.That(space.TryPut(image) && space.TryResize(6 * Page));
            var bytes = new Span<byte>(space.Start, 6 * Page);

            Assert.That(bytes[10..13].ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(bytes[2 * Page], Is.EqualTo(4));
            Assert.That(bytes[(4 * Page)..].ContainsAnyExcept((byte)0), Is.False);
            bytes.Fill(0xFF);
            pool.Return(space);
        }

        Assert.That(pool.KeptCount, Is.EqualTo(1));
        pool.Forget(image);
        Assert.That(pool.KeptCount, Is.EqualTo(image.File is null ? 1 : 0));
    }

    [TestCase(1 << 30, Description = "What was written to is copied from the image.")]
    [TestCase(5 * Page, Description = "Now it is, and now it is too much.")]
    [TestCase(0, Description = "All is given back to the system.")]
    public void Return_WithAnImageAfterAnyWrites_HasNothingOfThem(int maxResidentBytes)
    {
        const int Pages = 16;
        var random = new Random(17);
        byte[] content = new byte[Pages * Page];
        random.NextBytes(content.AsSpan(0, 5 * Page));
        random.NextBytes(content.AsSpan(9 * Page, Page));
        using var pool = new AddressSpacePool(1 << 24, maxKept: 4, maxResidentBytes);
        var image = GuestMemoryImage.Create((nuint)content.Length, [(0, content)]);
        if (image.File is null)
        {
            Assert.Ignore("This system has no files in memory: images are copied.");
        }

        GuestAddressSpace? first = null;
        for (int run = 0; run < 60; run++)
        {
            GuestAddressSpace space = pool.TryRent(image)!;
            first ??= space;
            Assert.That(space.TryPut(image));
            Assert.That(space, Is.SameAs(first));
            int grown = random.Next(3) * random.Next(40);
            Assert.That(space.TryResize((nuint)((Pages + grown) * Page)));
            var bytes = new Span<byte>(space.Start, (Pages + grown) * Page);
            Assert.That(bytes[..content.Length].SequenceEqual(content), $"run {run}");
            Assert.That(bytes[content.Length..].ContainsAnyExcept((byte)0), Is.False, $"run {run}");
            for (int write = random.Next(200); write > 0; write--)
            {
                Span<byte> part = bytes[random.Next(bytes.Length)..];
                random.NextBytes(part[..Math.Min(part.Length, random.Next(10) == 0 ? 3 * Page : 7)]);
            }

            pool.Return(space);
            Assert.That(pool.ResidentBytes, Is.InRange(0, maxResidentBytes));
        }

        Assert.That(pool.KeptCount, Is.EqualTo(1));
        pool.TryRent(image)!.Dispose();
        Assert.That(pool.ResidentBytes, Is.Zero);
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the system does not say which pages were written to.")]
    public void Find_PagesOfAPrivateMapping_AreThoseThatWereWrittenTo()
    {
        var image = GuestMemoryImage.Create(16 * Page, [(0, [1])]);
        using var space = GuestAddressSpace.TryReserve(1 << 24)!;
        Assert.That(space.TryPut(image) && space.TryResize(20 * Page));
        List<(nuint Offset, nuint Length)> written = [];
        if (!OwnPages.TryFind(space.Start, space.Committed, written))
        {
            Assert.Ignore("This system does not let a process look at its pages.");
        }

        Assert.That(written, Is.Empty);
        foreach (int at in new[] { 2 * Page, (5 * Page) - 1, 5 * Page, 17 * Page })
        {
            space.Start[at] = 1;
        }

        long sum = new ReadOnlySpan<byte>(space.Start, 20 * Page).Count((byte)1);
        Assert.That(OwnPages.TryFind(space.Start, space.Committed, written));

        nuint page = (nuint)Environment.SystemPageSize;
        Assert.That(sum, Is.EqualTo(5), "all of it was read");
        Assert.That(written.Take(2), Is.EqualTo(new[] { (2 * (nuint)Page, page), (5 * (nuint)Page - page, 2 * page) }));
        Assert.That(written.Skip(2), Has.One.Matches<(nuint Offset, nuint Length)>(
            range => range.Offset <= 17 * Page && range.Offset + range.Length > 17 * Page));
    }

    [Test]
    public void Return_SpaceOfAForgottenImage_IsNotKept()
    {
        using var pool = new AddressSpacePool(1 << 24, maxKept: 4, maxResidentBytes: 1 << 30);
        var image = GuestMemoryImage.Create(Page, [(0, [1])]);
        if (image.File is null)
        {
            Assert.Ignore("This system has no files in memory: images are copied.");
        }

        GuestAddressSpace space = pool.TryRent(image)!;
        Assert.That(space.TryPut(image));
        pool.Forget(image);
        pool.Return(space);

        Assert.That(pool.KeptCount, Is.Zero);
    }

    [Test]
    public void Create_WhereTheSystemGivesNoAddressSpace_SaysThatItIsTheSystem()
    {
        using var pool = new AddressSpacePool(1UL << 62, maxKept: 1, maxResidentBytes: 0);
        var budget = new MemoryBudget(2 * Page);

        LinearMemory? tooLarge = LinearMemory.TryCreate(pool, budget, 3 * Page, 3 * Page, null, out bool isSystem);
        LinearMemory? memory = LinearMemory.TryCreate(pool, budget, Page, Page, null, out bool isSystemThen);

        Assert.That((tooLarge, isSystem), Is.EqualTo(((LinearMemory?)null, false)));
        Assert.That((memory, isSystemThen, budget.Held), Is.EqualTo(((LinearMemory?)null, true, 0L)));
    }

    [Test]
    public void Rent_WhereSpacesThatWaitHaveAllThereIs_TakesTheirs()
    {
        // A few of them are all that a process of 47 bits has.
        using var pool = new AddressSpacePool(20UL << 40, maxKept: 16, maxResidentBytes: 0);
        List<GuestAddressSpace> spaces = [];
        while (spaces.Count < 16 && pool.TryRent() is { } space)
        {
            spaces.Add(space);
        }

        spaces.ForEach(pool.Return);
        if (spaces.Count is 0 or 16)
        {
            Assert.Ignore($"This system gives {spaces.Count} times 20 TiB of address space.");
        }

        var image = GuestMemoryImage.Create(Page, [(0, [1])]);
        using GuestAddressSpace? another = pool.TryRent(image);

        Assert.That(another, Is.Not.Null);
        Assert.That(pool.KeptCount, Is.Zero);
    }
}
