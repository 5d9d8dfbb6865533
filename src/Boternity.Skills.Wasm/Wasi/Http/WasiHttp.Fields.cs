using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

internal static partial class WasiHttp
{
    private const int Immutable = 2;

    private static void DefineFields(ComponentLinker linker)
    {
        Resource(linker, "fields", f => ((WasiFields)f).Dispose());
        linker.DefineFunction(Types, "[constructor]fields", (c, _) => ComponentValue.FromResource(new WasiFields(Wasi(c))), "() -> own");
        linker.DefineFunction(Types, "[static]fields.from-list", (c, a) => FromList(Wasi(c), a[0].AsValues()), "(list<tuple(string, list<u8>)>) -> result<own, variant(_, _, _)>");
        linker.DefineFunction(Types, "[method]fields.get", (_, a) => ComponentValue.FromList([.. Fields(a).Get(a[1].AsString()).Select(v => ComponentValue.FromArray(v))]), "(borrow, string) -> list<list<u8>>");
        linker.DefineFunction(Types, "[method]fields.has", (_, a) => ComponentValue.FromBool(Fields(a).Get(a[1].AsString()).Any()), "(borrow, string) -> bool");
        linker.DefineFunction(Types, "[method]fields.set", (_, a) => Set(Fields(a), a[1].AsString(), a[2].AsValues()), "(borrow, string, list<list<u8>>) -> result<_, variant(_, _, _)>");
        linker.DefineFunction(Types, "[method]fields.delete", (_, a) => Change(Fields(a), a[1].AsString(), null), "(borrow, string) -> result<_, variant(_, _, _)>");
        linker.DefineFunction(Types, "[method]fields.append", (_, a) => Change(Fields(a), a[1].AsString(), a[2].AsBytes()), "(borrow, string, list<u8>) -> result<_, variant(_, _, _)>");
        linker.DefineFunction(Types, "[method]fields.entries", (_, a) => ComponentValue.FromList([.. Fields(a).Entries.Select(ToTuple)]), "(borrow) -> list<tuple(string, list<u8>)>");
        linker.DefineFunction(Types, "[method]fields.clone", (c, a) => ComponentValue.FromResource(Fields(a).Clone(Wasi(c), isImmutable: false)), "(borrow) -> own");
    }

    private static WasiContext Wasi(ComponentContext context) => context.GetState<IWasiState>().Wasi;

    private static WasiFields Fields(ReadOnlySpan<ComponentValue> arguments) => arguments[0].AsResource<WasiFields>();

    private static ComponentValue ToTuple(KeyValuePair<string, byte[]> entry) => ComponentValue.FromRecord(ComponentValue.FromString(entry.Key), ComponentValue.FromArray(entry.Value));

    private static ComponentValue FromList(WasiContext wasi, ReadOnlySpan<ComponentValue> entries)
    {
        var fields = new WasiFields(wasi);
        foreach (ComponentValue entry in entries)
        {
            ReadOnlySpan<ComponentValue> pair = entry.AsValues();
            if (WasiFields.Check(pair[0].AsString(), pair[1].AsBytes()) is { } error) return ComponentValue.Error(ComponentValue.FromCase(error));
            fields.Add(pair[0].AsString(), pair[1].AsBytes());
        }

        return ComponentValue.Ok(ComponentValue.FromResource(fields));
    }

    private static ComponentValue Set(WasiFields fields, string name, ReadOnlySpan<ComponentValue> values)
    {
        foreach (ComponentValue value in values)
        {
            if (WasiFields.Check(name, value.AsBytes()) is { } error) return ComponentValue.Error(ComponentValue.FromCase(error));
        }

        ComponentValue removed = Change(fields, name, null);
        if (!removed.IsOk) return removed;
        foreach (ComponentValue value in values) fields.Add(name, value.AsBytes());
        return ComponentValue.Ok();
    }

    private static ComponentValue Change(WasiFields fields, string name, byte[]? value)
    {
        if (fields.IsImmutable) return ComponentValue.Error(ComponentValue.FromCase(Immutable));
        if (WasiFields.Check(name, value) is { } error) return ComponentValue.Error(ComponentValue.FromCase(error));
        if (value is null) fields.Remove(name);
        else fields.Add(name, value);
        return ComponentValue.Ok();
    }
}
