using System.Numerics;
using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// Keeps native blocks for the next instance. Blocks have sizes of a power of two; those for memories are zero when
/// they are handed out, because the part that was used is cleared when they come back.
/// </summary>
internal sealed unsafe class BlockPool(long capacity)
{
    // Clearing more than this costs more than fresh pages from the system do.
    private const ulong LargestCleared = 4UL << 20;

    private readonly Lock _lock = new();
    private readonly Stack<NativeBlock>?[] _zeroed = new Stack<NativeBlock>?[64];
    private readonly Stack<NativeBlock>?[] _reserved = new Stack<NativeBlock>?[64];
    private readonly Stack<NativeBlock>?[] _stacks = new Stack<NativeBlock>?[64];
    private long _kept;

    /// <summary>Bytes kept at the moment.</summary>
    public long KeptBytes => Interlocked.Read(ref _kept);

    /// <summary>A block of zeros with at least this many bytes.</summary>
    public NativeBlock RentZeroed(ulong size) => Rent(_zeroed, size, zeroed: true);

    /// <summary>A block of zeros that can grow in place.</summary>
    /// <param name="size">The bytes to begin with.</param>
    /// <param name="mostBytes">The most bytes that are of use. Where the system does not give so much address space,
    /// the block is no larger than <see cref="RentZeroed"/> makes it.</param>
    public NativeBlock RentGrowable(ulong size, ulong mostBytes)
    {
        int bucket = BucketOf(mostBytes);
        NativeBlock? block = TryTake(_reserved, bucket) ?? NativeBlock.TryReserve((nuint)1 << bucket);
        if (block is null || block.TryCommit((nuint)size))
        {
            return block ?? RentZeroed(size);
        }

        block.Dispose();
        return RentZeroed(size);
    }

    /// <summary>A block of whatever was there; for what is always written before it is read.</summary>
    public NativeBlock RentStack(ulong size) => Rent(_stacks, size, zeroed: false);

    /// <param name="block">A block from <see cref="RentZeroed"/> or <see cref="RentGrowable"/>.</param>
    /// <param name="used">How far it may be other than zero, in bytes.</param>
    public void ReturnZeroed(NativeBlock block, ulong used)
    {
        if (used > LargestCleared || block.IsMapped || !HasRoom(block))
        {
            block.Dispose();
            return;
        }

        NativeMemory.Clear(block.Pointer, (nuint)used);
        Return(block.IsReserved ? _reserved : _zeroed, block);
    }

    public void ReturnStack(NativeBlock block)
    {
        if (HasRoom(block))
        {
            Return(_stacks, block);
        }
        else
        {
            block.Dispose();
        }
    }

    private bool HasRoom(NativeBlock block) => KeptBytes + (long)block.Committed <= capacity;

    private NativeBlock Rent(Stack<NativeBlock>?[] buckets, ulong size, bool zeroed)
    {
        int bucket = BucketOf(size);
        return TryTake(buckets, bucket) ?? new NativeBlock((nuint)1 << bucket, zeroed);
    }

    private static int BucketOf(ulong size) => size <= 1 ? 0 : 64 - BitOperations.LeadingZeroCount(size - 1);

    private NativeBlock? TryTake(Stack<NativeBlock>?[] buckets, int bucket)
    {
        lock (_lock)
        {
            if (buckets[bucket] is not { Count: > 0 } kept)
            {
                return null;
            }

            NativeBlock block = kept.Pop();
            _kept -= (long)block.Committed;
            return block;
        }
    }

    private void Return(Stack<NativeBlock>?[] buckets, NativeBlock block)
    {
        int bucket = BitOperations.TrailingZeroCount(block.Size);
        lock (_lock)
        {
            if (_kept + (long)block.Committed <= capacity)
            {
                (buckets[bucket] ??= new Stack<NativeBlock>()).Push(block);
                _kept += (long)block.Committed;
                return;
            }
        }

        block.Dispose();
    }
}
