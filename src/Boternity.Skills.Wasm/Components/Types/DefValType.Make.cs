namespace Boternity.Skills.Wasm.Components.Types;

internal sealed partial class DefValType
{
    public static readonly DefValType Bool = new(DefValTypeKind.Bool, [], []);
    public static readonly DefValType S8 = new(DefValTypeKind.S8, [], []);
    public static readonly DefValType U8 = new(DefValTypeKind.U8, [], []);
    public static readonly DefValType S16 = new(DefValTypeKind.S16, [], []);
    public static readonly DefValType U16 = new(DefValTypeKind.U16, [], []);
    public static readonly DefValType S32 = new(DefValTypeKind.S32, [], []);
    public static readonly DefValType U32 = new(DefValTypeKind.U32, [], []);
    public static readonly DefValType S64 = new(DefValTypeKind.S64, [], []);
    public static readonly DefValType U64 = new(DefValTypeKind.U64, [], []);
    public static readonly DefValType F32 = new(DefValTypeKind.F32, [], []);
    public static readonly DefValType F64 = new(DefValTypeKind.F64, [], []);
    public static readonly DefValType Char = new(DefValTypeKind.Char, [], []);
    public static readonly DefValType String = new(DefValTypeKind.String, [], []);

    public static DefValType List(DefValType element) => new(DefValTypeKind.List, [], [element]);

    public static DefValType Record(params ReadOnlySpan<(string Label, DefValType Type)> fields)
    {
        var labels = new string[fields.Length];
        var parts = new DefValType?[fields.Length];
        for (int i = 0; i < fields.Length; i++) (labels[i], parts[i]) = fields[i];
        return new(DefValTypeKind.Record, labels, parts);
    }

    public static DefValType Tuple(params ReadOnlySpan<DefValType> types) => new(DefValTypeKind.Tuple, [], types.ToArray());

    public static DefValType Variant(params ReadOnlySpan<(string Label, DefValType? Type)> cases)
    {
        var labels = new string[cases.Length];
        var parts = new DefValType?[cases.Length];
        for (int i = 0; i < cases.Length; i++) (labels[i], parts[i]) = cases[i];
        return new(DefValTypeKind.Variant, labels, parts);
    }

    public static DefValType Enum(params ReadOnlySpan<string> labels) => new(DefValTypeKind.Enum, labels.ToArray(), []);

    public static DefValType Option(DefValType some) => new(DefValTypeKind.Option, [], [some]);

    public static DefValType Result(DefValType? ok, DefValType? error) => new(DefValTypeKind.Result, [], [ok, error]);

    public static DefValType Flags(params ReadOnlySpan<string> labels) => new(DefValTypeKind.Flags, labels.ToArray(), []);

    public static DefValType Own(ResourceType resource) => new(DefValTypeKind.Own, [], [], resource);

    public static DefValType Borrow(ResourceType resource) => new(DefValTypeKind.Borrow, [], [], resource);
}
