using System.Buffers.Binary;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Wasi.Preview1;

namespace Boternity.Skills.Wasm.Tests.Wasi;

/// <summary>Preview 1, function by function; its files are in the SDK's tests, on a real disk.</summary>
internal sealed class Preview1Tests
{
    private const int Result = 1000;

    private static readonly string[] Functions =
    [
        "args_get", "args_sizes_get", "environ_get", "environ_sizes_get", "clock_res_get", "clock_time_get",
        "fd_advise", "fd_allocate", "fd_close",
        "fd_datasync", "fd_fdstat_get", "fd_fdstat_set_flags", "fd_fdstat_set_rights", "fd_filestat_get",
        "fd_filestat_set_size",
        "fd_filestat_set_times", "fd_pread", "fd_prestat_get", "fd_prestat_dir_name", "fd_pwrite", "fd_read",
        "fd_readdir", "fd_renumber", "fd_seek",
        "fd_sync", "fd_tell", "fd_write", "path_create_directory", "path_filestat_get", "path_filestat_set_times",
        "path_link", "path_open",
        "path_readlink", "path_remove_directory", "path_rename", "path_symlink", "path_unlink_file", "poll_oneoff",
        "proc_exit", "proc_raise",
        "sched_yield", "random_get", "sock_accept", "sock_recv", "sock_send", "sock_shutdown",
    ];

    [TestCaseSource(nameof(Functions))]
    public void Function_OfTheSnapshot_IsThere(string name) =>
        Assert.That(Preview1Guest.Linker.Find(Preview1Functions.Module, name), Is.Not.Null);

    [Test]
    public void Arguments_AndEnvironment_AreWrittenWithTheirPointers()
    {
        using var guest = new Preview1Guest(new GuestOptions
        {
            System = new GuestSystem { Arguments = ["program", "é"], Environment = new Variables([new("A", "1")]) },
        });

        guest.Call("args_sizes_get", 0, 4);
        Assert.That((guest.GetU32(0), guest.GetU32(4)), Is.EqualTo((2u, 11u)));
        guest.Call("args_get", 0, 100);
        Assert.That(
            (guest.GetU32(0), guest.GetU32(4), guest.GetText(100, 11)), Is.EqualTo((100u, 108u, "program\0é\0")));
        guest.Call("environ_sizes_get", 0, 4);
        Assert.That((guest.GetU32(0), guest.GetU32(4)), Is.EqualTo((1u, 4u)));
        guest.Call("environ_get", 0, 100);
        Assert.That(guest.GetText(100, 4), Is.EqualTo("A=1\0"));
    }

    [Test]
    public void Streams_ReadAndWrite_ByVectors()
    {
        var wasi = new GuestOptions { System = new GuestSystem { StandardInput = "hello"u8.ToArray() } };
        using var guest = new Preview1Guest(wasi);
        guest.PutU32(0, 100);
        guest.PutU32(4, 2);
        guest.PutU32(8, 200);
        guest.PutU32(12, 10);

        Assert.That(guest.Call("fd_read", 0, 0, 2, Result), Is.EqualTo(Errno.Success));
        Assert.That(
            (guest.GetU32(Result), guest.GetText(100, 2), guest.GetText(200, 3)), Is.EqualTo((5u, "he", "llo")));
        Assert.That((guest.Call("fd_read", 0, 0, 2, Result), guest.GetU32(Result)), Is.EqualTo((Errno.Success, 0u)));
        guest.PutU32(12, 3);
        guest.Call("fd_write", 1, 0, 2, Result);
        guest.Call("fd_write", 2, 8, 1, Result);
        Assert.That((wasi.Output.ToString(), wasi.ErrorOutput.ToString()), Is.EqualTo(("hello", "llo")));
    }

    [TestCase("fd_read", Errno.BadDescriptor, 1UL, 0UL, 1UL, 1000UL)]
    [TestCase("fd_write", Errno.BadDescriptor, 0UL, 0UL, 1UL, 1000UL)]
    [TestCase("fd_write", Errno.BadDescriptor, 3UL, 0UL, 1UL, 1000UL)]
    [TestCase("fd_read", Errno.BadDescriptor, 4294967295UL, 0UL, 1UL, 1000UL)]
    [TestCase("fd_read", Errno.Invalid, 0UL, 0UL, 4294967295UL, 1000UL)]
    [TestCase("fd_seek", Errno.InvalidSeek, 1UL, 0UL, 0UL, 1000UL)]
    [TestCase("fd_prestat_get", Errno.BadDescriptor, 3UL, 1000UL)]
    [TestCase("fd_close", Errno.BadDescriptor, 9UL)]
    [TestCase("fd_renumber", Errno.BadDescriptor, 1UL, 9UL)]
    [TestCase("clock_time_get", Errno.Invalid, 9UL, 0UL, 1000UL)]
    [TestCase("poll_oneoff", Errno.Invalid, 0UL, 100UL, 0UL, 1000UL)]
    [TestCase("sock_shutdown", Errno.NotSocket, 1UL, 0UL)]
    [TestCase("sock_shutdown", Errno.BadDescriptor, 5UL, 0UL)]
    [TestCase("path_unlink_file", Errno.NotDirectory, 1UL, 0UL, 1UL)]
    public void Call_ThatCannotBe_AnswersItsErrno(string name, object errno, params object[] arguments)
    {
        using var guest = new Preview1Guest();

        Assert.That(guest.Call(name, [.. arguments.Cast<ulong>()]), Is.EqualTo(errno));
    }

    [TestCase("fd_write", 1UL, 65535UL, 1UL, 1000UL)]
    [TestCase("fd_write", 1UL, 0UL, 1UL, 65534UL)]
    [TestCase("random_get", 65530UL, 7UL)]
    [TestCase("random_get", 4294967295UL, 4294967295UL)]
    [TestCase("clock_time_get", 0UL, 0UL, 65529UL)]
    [TestCase("poll_oneoff", 0UL, 65520UL, 1UL, 1000UL)]
    public void Call_PointerOutsideTheMemory_Traps(string name, params object[] arguments)
    {
        using var guest = new Preview1Guest();

        WasmTrapException trap =
            Assert.Throws<WasmTrapException>(() => guest.Call(name, [.. arguments.Cast<ulong>()]))!;

        Assert.That(trap.Code, Is.EqualTo(TrapCode.MemoryOutOfBounds));
    }

    [Test]
    public void RandomGet_MoreThanTwoGiB_EndsWithTheFuelAndAllocatesNothing()
    {
        const ulong length = (1UL << 31) + 10;
        using var guest = new Preview1Guest(storeOptions: new StoreOptions { Fuel = 1_000_000 }, pages: 32_769);
        long before = GC.GetAllocatedBytesForCurrentThread();

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => guest.Call("random_get", 0, length))!;

        Assert.That(trap.Code, Is.EqualTo(TrapCode.OutOfFuel));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void RandomGet_AcrossTwoGiB_FillsAllOfIt()
    {
        using var guest = new Preview1Guest(pages: 32_770);

        Assert.That(guest.Call("random_get", (1UL << 31) - 50, 100), Is.EqualTo(Errno.Success));
    }

    [Test]
    public void Clocks_WithoutAGrant_StepByTheResolution()
    {
        var time = new FixedTime();
        using var guest = new Preview1Guest(new GuestOptions
        {
            System = new GuestSystem { Time = time },
            ClockResolution = TimeSpan.FromMicroseconds(100),
        });
        time.Advance(299);

        guest.Call("clock_time_get", 1, 0, Result);
        guest.Call("clock_res_get", 1, Result + 8);
        guest.Call("clock_res_get", 0, Result + 16);
        guest.Call("clock_time_get", 0, 0, Result + 24);

        Assert.That(guest.GetU64(Result) % 100_000, Is.Zero);
        Assert.That((guest.GetU64(Result + 8), guest.GetU64(Result + 16)), Is.EqualTo((100_000UL, 100_000UL)));
        Assert.That(guest.GetU64(Result + 24) % 100_000, Is.Zero);
    }

    [Test]
    public void Streams_ThatAreCaptured_AreNoTerminals()
    {
        using var guest = new Preview1Guest();
        for (uint descriptor = 0; descriptor < 3; descriptor++)
        {
            Assert.That(guest.Call("fd_fdstat_get", descriptor, Result), Is.EqualTo(Errno.Success));

            // A terminal is a character device, 2, that cannot be sought in.
            Assert.That(guest.Memory[Result], Is.Zero);
        }
    }

    [Test]
    public void Clocks_OfTheHost_AreTold()
    {
        var time = new FixedTime();
        using var guest = new Preview1Guest(new GuestOptions { System = new GuestSystem { Time = time } });
        time.Advance(3);

        guest.Call("clock_time_get", 0, 0, Result);
        guest.Call("clock_time_get", 1, 0, Result + 8);
        guest.Call("clock_res_get", 1, Result + 16);

        Assert.That(
            (guest.GetU64(Result), guest.GetU64(Result + 8), guest.GetU64(Result + 16)),
            Is.EqualTo((1_000_000_000_000_700UL, 3_000UL, 1_000UL)));
    }

    [Test]
    public void Poll_ClockAndUnknownDescriptor_TellsTheErrorAtOnce()
    {
        using var guest = new Preview1Guest();
        guest.Memory[..96].Clear();
        guest.PutU32(0, 7);
        guest.PutU32(16, 1);
        BinaryPrimitives.WriteUInt64LittleEndian(guest.Memory[24..], ulong.MaxValue);
        guest.PutU32(48, 8);
        guest.Memory[56] = 1;
        guest.PutU32(64, 99);

        Assert.That(guest.Call("poll_oneoff", 0, 200, 2, Result), Is.EqualTo(Errno.Success));

        Assert.That(
            (guest.GetU32(Result), guest.GetU64(200), guest.Memory[208], guest.Memory[210]),
            Is.EqualTo((1u, 8UL, (byte)Errno.BadDescriptor, (byte)1)));
    }

    [Test]
    public void Poll_RunIsCancelled_Traps()
    {
        using var cancellation = new CancellationTokenSource(50);
        using var guest = new Preview1Guest(storeOptions: new StoreOptions { CancellationToken = cancellation.Token });
        guest.Memory[..48].Clear();
        guest.PutU32(16, 1);
        BinaryPrimitives.WriteUInt64LittleEndian(guest.Memory[24..], ulong.MaxValue);

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => guest.Call("poll_oneoff", 0, 200, 1, Result))!;

        Assert.That(trap.Code, Is.EqualTo(TrapCode.Cancelled));
    }

    [Test]
    public void Calls_Many_EndWithTheFuel()
    {
        using var guest = new Preview1Guest(storeOptions: new StoreOptions { Fuel = 10_000 });
        int calls = 0;

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() =>
        {
            for (; calls < 1_000_000; calls++)
            {
                guest.Call("sched_yield");
            }
        })!;

        Assert.That((trap.Code, calls), Is.EqualTo((TrapCode.OutOfFuel, 100)));
    }

    [Test]
    public void ProcExit_AnyCode_EndsTheProgramWithIt()
    {
        using var guest = new Preview1Guest();

        Assert.That(
            () => guest.Call("proc_exit", 42), Throws.TypeOf<GuestExitException>().With.Property("Code").EqualTo(42));
    }

    [Test]
    public void Random_SameSeed_GivesTheSameBytes()
    {
        byte[] first = Random(5), again = Random(5), other = Random(6);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));

        static byte[] Random(ulong seed)
        {
            using var guest = new Preview1Guest(
                new GuestOptions { System = new GuestSystem { Random = new GuestRandom(seed) } });
            guest.Call("random_get", 0, 100);
            return guest.Memory[..100].ToArray();
        }
    }

    private sealed class Variables(IReadOnlyList<KeyValuePair<string, string>> variables) : IGuestEnvironment
    {
        public IReadOnlyList<KeyValuePair<string, string>> ListVariables() => variables;
    }
}
