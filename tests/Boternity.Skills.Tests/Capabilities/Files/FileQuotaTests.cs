using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Files;

internal sealed class FileQuotaTests
{
    private const long Block = 4096;

    [Test]
    public void Write_UpToTheLimit_IsTaken()
    {
        FileQuota quota = Quota(written: 10);

        quota.Write(4, 0, 0);
        quota.Write(6, 4, 4);

        Assert.That(() => quota.Write(1, 10, 10), Failed(GuestFileError.Quota, "more than 10 bytes written"));
    }

    [Test]
    public void Write_BeyondTheEnd_IsChargedByTheBlock()
    {
        FileQuota quota = Quota(written: 3 * Block);

        // The last byte of the third block: the two before it become a hole that the disk may hold.
        quota.Write(1, (3 * Block) - 1, 1);
        AssertFull(quota, 2 * Block, 0, 3 * Block);
        FileQuota other = Quota(written: (2 * Block) + 1);
        other.Write(1, (3 * Block) - 1, 1);
        other.Write(1, 0, 3 * Block);
        AssertFull(other, 1, 0, 3 * Block);
    }

    [Test]
    public void Write_BeyondTheEndAtABlocksFirstByte_IsChargedThatBlock()
    {
        FileQuota quota = Quota(written: 3 * Block);

        quota.Write(1, 3 * Block, 1);

        AssertFull(quota, 1, 0, (3 * Block) + 1);
    }

    [Test]
    public void Write_AtTheEndOrWithin_IsChargedByTheByte()
    {
        FileQuota quota = Quota(written: 4);

        quota.Write(1, 0, 0);
        quota.Write(1, Block, Block);
        quota.Write(1, 5, 3 * Block);
        quota.Write(1, Block - 1, Block - 1);

        AssertFull(quota, 1, 0, 0);
    }

    [Test]
    public void Write_FarBeyondEverything_IsRefusedNotWrappedAround()
    {
        FileQuota quota = Quota(written: 10, file: long.MaxValue);

        AssertFull(quota, 1, long.MaxValue - 1, 0);
    }

    [Test]
    public void Resize_Growth_IsChargedAndShrinkingIsFree()
    {
        FileQuota quota = Quota(written: 10);

        quota.Resize(2, 8);
        quota.Resize(18, 8);

        Assert.That(() => quota.Resize(19, 18), Failed(GuestFileError.Quota, "more than 10 bytes written"));
    }

    [Test]
    public void Size_OfAFile_IsBoundedWhateverIsWritten()
    {
        FileQuota quota = Quota(written: 1_000, file: 100);

        quota.Write(1, 99, 99);
        quota.Resize(100, 99);
        quota.Write(1, 0, 100);

        Assert.That(() => quota.Write(1, 100, 100), Failed(GuestFileError.TooLarge, "larger than 100 bytes"));
        Assert.That(() => quota.Write(1, 0, 101), Failed(GuestFileError.TooLarge, "larger than 100 bytes"));
        Assert.That(() => quota.Resize(101, 101), Failed(GuestFileError.TooLarge, "larger than 100 bytes"));
    }

    [Test]
    public void Below_OfAGrant_HasALimitOfItsOwnAndSharesTheOthers()
    {
        FileQuota whole = Quota(written: 10, open: 2, created: 2);
        FileQuota grant = whole.Below(6);

        grant.Write(6, 0, 0);
        Assert.That(() => grant.Write(1, 0, 6), Failed(GuestFileError.Quota, "more than 6 bytes written"));
        whole.Write(3, 0, 0);
        Assert.That(() => whole.Write(1, 0, 0), Failed(GuestFileError.Quota, "more than 10 bytes written"));

        grant.Create();
        whole.Create();
        Assert.That(whole.Create, Failed(GuestFileError.Quota, "more than 2 files"));

        grant.Open();
        whole.Open();
        Assert.That(grant.Open, Failed(GuestFileError.TooManyOpen, "more than 2 files"));
        grant.Close();
        whole.Open();
        Assert.That(whole.Open, Failed(GuestFileError.TooManyOpen, "more than 2 files"));
    }

    [Test]
    public void Below_WithoutALimit_IsTheWhole()
    {
        FileQuota whole = Quota(written: 10);

        Assert.That(whole.Below(null), Is.SameAs(whole));
    }

    [Test]
    public void Create_OverTheNumber_IsRefused()
    {
        FileQuota quota = Quota(created: 1);

        quota.Create();

        Assert.That(quota.Create, Failed(GuestFileError.Quota, "more than 1 files and directories"));
    }

    private static void AssertFull(FileQuota quota, long bytes, long offset, long length) => Assert.That(
        () => quota.Write(bytes, offset, length), Failed(GuestFileError.Quota, "bytes written in one execution"));

    private static FileQuota Quota(long written = 100, long file = 1 << 20, int open = 10, int created = 10) =>
        new(new SkillHostOptions
        {
            MaxFileBytes = file,
            MaxFileBytesWritten = written,
            MaxOpenFiles = open,
            MaxFilesCreated = created,
        });

    private static NUnit.Framework.Constraints.ContainsConstraint Failed(GuestFileError error, string words) =>
        Throws.InstanceOf<GuestFileException>()
            .With.Property("Error")
            .EqualTo(error)
            .And.Message.Contains(words);
}
