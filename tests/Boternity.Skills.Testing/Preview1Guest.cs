using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Wasi.Preview1;

namespace Boternity.Skills.Testing;

/// <summary>A module with a memory of one page or more, on whose behalf a test calls preview 1's functions.</summary>
internal sealed class Preview1Guest : IDisposable
{
    private static readonly Engine Engine = new();

    private readonly Store _store;
    private readonly Instance _instance;

    public Preview1Guest(GuestOptions? options = null, StoreOptions? storeOptions = null, uint pages = 1)
    {
        var writer = new ModuleWriter();
        writer.Memory(pages);
        writer.Export("memory", ExternKind.Memory, 0);
        StoreOptions limits = storeOptions ?? new StoreOptions();
        var guest = new ManagedGuest(options ?? new GuestOptions(), limits.CancellationToken);
        _store = Engine.CreateStore(limits with { State = guest });
        guest.RunIn(_store);
        _instance = Linker.Instantiate(_store, Engine.LoadModule(writer.ToArray()));
    }

    public static Linker Linker { get; } = NewLinker();

    public Store Store => _store;

    public Span<byte> Memory => _instance.FindMemory("memory")!.GetSpan(0, 65536);

    public Errno Call(string name, params ulong[] arguments)
    {
        var function = (Function)Linker.Find(Preview1Functions.Module, name)!;
        ArgumentOutOfRangeException.ThrowIfNotEqual(arguments.Length, function.Type.ParameterSlots, name);
        var results = new ulong[function.Type.ResultSlots];
        function.Callback!(new Caller(_store, _instance), arguments, results);
        return (Errno)results[0];
    }

    /// <summary>Puts text into the memory and gives its length.</summary>
    public ulong Put(int address, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bytes.CopyTo(Memory[address..]);
        return (ulong)bytes.Length;
    }

    public void PutU32(int address, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Memory[address..], value);

    public uint GetU32(int address) => BinaryPrimitives.ReadUInt32LittleEndian(Memory[address..]);

    public ulong GetU64(int address) => BinaryPrimitives.ReadUInt64LittleEndian(Memory[address..]);

    public string GetText(int address, int length) => Encoding.UTF8.GetString(Memory.Slice(address, length));

    public void Dispose() => _store.Dispose();

    private static Linker NewLinker()
    {
        var linker = new Linker();
        HostBinding.Bind(linker, Preview1Functions.All);
        return linker;
    }
}
