using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>The functions of <c>wasi:http/types.fields</c>.</summary>
internal static class WasiFieldsMethods
{
    private const int Immutable = 2;
    private const string HeaderError = "variant(_, _, _)";
    private const string Changed = $"result<_, {HeaderError}>";

    public static void Define(HostDefinitions definitions)
    {
        const string types = WasiHttp.Types;
        definitions.Resource(types, "fields");
        definitions.Function(
            types, "[constructor]fields", (
                guest, _) => ComponentValue.FromResource(new WasiFields(guest)), "() -> own<fields>");
        definitions.Function(
            types,
            "[static]fields.from-list",
            FromList,
            $"(list<tuple(string, list<u8>)>) -> result<own<fields>, {HeaderError}>");
        definitions.Function(types, "[method]fields.get", Get, "(borrow<fields>, string) -> list<list<u8>>");
        definitions.Function(
            types,
            "[method]fields.has",
            (_, a) => ComponentValue.FromBool(Fields(a).Get(a[1].AsString()).Any()),
            "(borrow<fields>, string) -> bool");
        definitions.Function(
            types,
            "[method]fields.set",
            (_, a) => Set(Fields(a), a[1].AsString(), a[2].AsValues()),
            $"(borrow<fields>, string, list<list<u8>>) -> {Changed}");
        definitions.Function(
            types,
            "[method]fields.delete",
            (_, a) => Change(Fields(a), a[1].AsString(), null),
            $"(borrow<fields>, string) -> {Changed}");
        definitions.Function(
            types,
            "[method]fields.append",
            (_, a) => Change(Fields(a), a[1].AsString(), a[2].AsBytes()),
            $"(borrow<fields>, string, list<u8>) -> {Changed}");
        definitions.Function(
            types,
            "[method]fields.entries",
            (_, a) => ComponentValue.FromList([.. Fields(a).Entries.Select(ToTuple)]),
            "(borrow<fields>) -> list<tuple(string, list<u8>)>");
        definitions.Function(
            types,
            "[method]fields.clone",
            (_, a) => ComponentValue.FromResource(Fields(a).Clone(asImmutable: false)),
            "(borrow<fields>) -> own<fields>");
    }

    private static WasiFields Fields(ReadOnlySpan<ComponentValue> arguments) => arguments[0].AsResource<WasiFields>();

    private static ComponentValue ToTuple(KeyValuePair<string, byte[]> entry) =>
        ComponentValue.FromRecord(ComponentValue.FromString(entry.Key), ComponentValue.FromArray(entry.Value));

    private static ComponentValue Get(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.FromList([.. Fields(arguments).Get(arguments[1].AsString()).Select(ComponentValue.FromArray)]);

    private static ComponentValue FromList(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        ReadOnlySpan<ComponentValue> entries = arguments[0].AsValues();
        foreach (ComponentValue entry in entries)
        {
            ReadOnlySpan<ComponentValue> pair = entry.AsValues();
            if (WasiFields.Check(pair[0].AsString(), pair[1].AsBytes()) is { } error)
            {
                return ComponentValue.Error(ComponentValue.FromCase(error));
            }
        }

        var fields = new WasiFields(guest);
        foreach (ComponentValue entry in entries)
        {
            ReadOnlySpan<ComponentValue> pair = entry.AsValues();
            fields.Add(pair[0].AsString(), pair[1].AsBytes());
        }

        return ComponentValue.Ok(ComponentValue.FromResource(fields));
    }

    private static ComponentValue Set(WasiFields fields, string name, ReadOnlySpan<ComponentValue> values)
    {
        foreach (ComponentValue value in values)
        {
            if (WasiFields.Check(name, value.AsBytes()) is { } error)
            {
                return ComponentValue.Error(ComponentValue.FromCase(error));
            }
        }

        ComponentValue removed = Change(fields, name, null);
        if (!removed.IsOk)
        {
            return removed;
        }

        foreach (ComponentValue value in values)
        {
            fields.Add(name, value.AsBytes());
        }

        return ComponentValue.Ok();
    }

    private static ComponentValue Change(WasiFields fields, string name, byte[]? value)
    {
        if (fields.IsImmutable)
        {
            return ComponentValue.Error(ComponentValue.FromCase(Immutable));
        }

        if (WasiFields.Check(name, value) is { } error)
        {
            return ComponentValue.Error(ComponentValue.FromCase(error));
        }

        if (value is null)
        {
            fields.Remove(name);
        }
        else
        {
            fields.Add(name, value);
        }

        return ComponentValue.Ok();
    }
}
