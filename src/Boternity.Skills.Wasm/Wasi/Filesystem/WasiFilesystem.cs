using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:filesystem</c>, on the directories that the host gives. Links are neither made nor followed.</summary>
internal static partial class WasiFilesystem
{
    private const string Types = "wasi:filesystem/types@0.2.0";
    private const string Preopens = "wasi:filesystem/preopens@0.2.0";
    private const string Stat = "record(enum(8), u64, u64, option<record(u64, u32)>, option<record(u64, u32)>, option<record(u64, u32)>)";
    private const string Timestamps = "variant(_, _, record(u64, u32)), variant(_, _, record(u64, u32))";
    private const ulong MaxRead = 64 << 10;

    private delegate ComponentValue Operation(ComponentContext context, WasiDescriptor descriptor, ReadOnlySpan<ComponentValue> arguments);

    public static void Define(ComponentLinker linker)
    {
        linker.DefineResource(Types, "descriptor", new RuntimeResource("descriptor", (_, d) => ((WasiDescriptor)d).Dispose()));
        linker.DefineResource(Types, "directory-entry-stream", new RuntimeResource("directory-entry-stream", (_, d) => ((WasiDirectoryEntries)d).Dispose()));
        linker.DefineFunction(Preopens, "get-directories", GetDirectories, "() -> list<tuple(own, string)>");
        linker.DefineFunction(Types, "filesystem-error-code", ToErrorCode, "(borrow) -> option<enum(37)>");
        linker.DefineFunction(Types, "[method]directory-entry-stream.read-directory-entry", ReadEntry, "(borrow) -> result<option<record(enum(8), string)>, enum(37)>");
        linker.DefineFunction(Types, "[method]descriptor.is-same-object", (_, a) => ComponentValue.FromBool(IsSame(a[0].AsResource<WasiDescriptor>(), a[1].AsResource<WasiDescriptor>())), "(borrow, borrow) -> bool");
        DefineFiles(linker);
        DefineMetadata(linker);
        DefineDirectories(linker);
    }

    private static void Define(ComponentLinker linker, string name, string shape, Operation operation) =>
        linker.DefineFunction(Types, $"[method]descriptor.{name}", (context, arguments) =>
        {
            try
            {
                return operation(context, arguments[0].AsResource<WasiDescriptor>(), arguments);
            }
            catch (WasiFileException e)
            {
                return ComponentValue.Error(ComponentValue.FromEnum((int)e.Code));
            }
        }, $"(borrow{shape}, enum(37)>");

    private static void DefineDirectories(ComponentLinker linker)
    {
        Define(linker, "read-directory", ") -> result<own", (c, d, _) => ComponentValue.Ok(ComponentValue.FromResource(new WasiDirectoryEntries(c.GetState<IWasiState>().Wasi, d.Directory.List()))));
        Define(linker, "create-directory-at", ", string) -> result<_", (_, d, a) => Done(d.Directory.CreateDirectory, a[1]));
        Define(linker, "remove-directory-at", ", string) -> result<_", (_, d, a) => Done(d.Directory.RemoveDirectory, a[1]));
        Define(linker, "unlink-file-at", ", string) -> result<_", (_, d, a) => Done(d.Directory.RemoveFile, a[1]));
        Define(linker, "open-at", ", flags(1), string, flags(4), flags(6)) -> result<own", (_, d, a) => ComponentValue.Ok(ComponentValue.FromResource(Open(d.Directory, a[2].AsString(), a[3].AsFlags(), a[4].AsFlags()))));
        Define(linker, "rename-at", ", string, borrow, string) -> result<_", (_, d, a) =>
        {
            d.Directory.Rename(a[1].AsString(), a[2].AsResource<WasiDescriptor>().Directory, a[3].AsString());
            return ComponentValue.Ok();
        });
        Define(linker, "link-at", ", flags(1), string, borrow, string) -> result<_", (_, _, _) => throw new WasiFileException(WasiErrorCode.NotPermitted));
        Define(linker, "symlink-at", ", string, string) -> result<_", (_, _, _) => throw new WasiFileException(WasiErrorCode.NotPermitted));
        Define(linker, "readlink-at", ", string) -> result<string", (_, _, _) => throw new WasiFileException(WasiErrorCode.NotPermitted));
    }

    private static ComponentValue Done(Action<string> operation, ComponentValue path)
    {
        operation(path.AsString());
        return ComponentValue.Ok();
    }

    /// <summary>Opens a path.</summary>
    /// <param name="directory">Where it begins.</param>
    /// <param name="path">The guest's path.</param>
    /// <param name="openFlags"><c>open-flags</c>; preview 1's <c>oflags</c> are the same.</param>
    /// <param name="descriptorFlags"><c>descriptor-flags</c>.</param>
    public static WasiDescriptor Open(WasiDirectory directory, string path, ulong openFlags, ulong descriptorFlags)
    {
        const ulong create = 1, onlyDirectory = 2, exclusive = 4, truncate = 8;
        if ((openFlags & onlyDirectory) != 0) return new WasiDescriptor(directory.OpenDirectory(path), isPreopen: false);
        WasiOpen open = WasiOpen.None;
        if ((descriptorFlags & WasiDescriptor.Read) != 0) open |= WasiOpen.Read;
        if ((descriptorFlags & WasiDescriptor.Write) != 0) open |= WasiOpen.Write;
        if ((openFlags & create) != 0) open |= WasiOpen.Create;
        if ((openFlags & exclusive) != 0) open |= WasiOpen.Exclusive;
        if ((openFlags & truncate) != 0) open |= WasiOpen.Truncate;
        if ((open & (WasiOpen.Read | WasiOpen.Write)) == 0) open |= WasiOpen.Read;
        try
        {
            return new WasiDescriptor(directory.OpenFile(path, open));
        }
        catch (WasiFileException e) when (e.Code == WasiErrorCode.IsDirectory && (openFlags & (create | truncate)) == 0 && (descriptorFlags & WasiDescriptor.Write) == 0)
        {
            // Guests open what they do not know to be a directory without saying so.
            return new WasiDescriptor(directory.OpenDirectory(path), isPreopen: false);
        }
    }

    private static ComponentValue GetDirectories(ComponentContext context, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.FromList([.. context.GetState<IWasiState>().Wasi.Preopens.Select(preopen => ComponentValue.FromRecord(
            ComponentValue.FromResource(new WasiDescriptor(preopen.Directory, isPreopen: true)), ComponentValue.FromString(preopen.GuestPath)))]);

    private static ComponentValue ReadEntry(ComponentContext context, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.Ok(arguments[0].AsResource<WasiDirectoryEntries>().Next() is var (name, kind)
            ? ComponentValue.Some(ComponentValue.FromRecord(ComponentValue.FromEnum((int)kind), ComponentValue.FromString(name)))
            : ComponentValue.None);

    private static ComponentValue ToErrorCode(ComponentContext context, ReadOnlySpan<ComponentValue> arguments) =>
        arguments[0].AsResource<WasiError>().File is { } code ? ComponentValue.Some(ComponentValue.FromEnum((int)code)) : ComponentValue.None;
}
