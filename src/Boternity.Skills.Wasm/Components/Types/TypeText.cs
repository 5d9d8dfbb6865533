using System.Text;

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>
/// Writes types without labels, as host functions declare theirs: <c>result&lt;list&lt;u8&gt;, variant(own, _)&gt;</c>.
/// </summary>
internal static class TypeText
{
    // A hostile type may be a million nodes long; nobody reads the rest.
    private const int MaxText = 2_000;

    public static void Write(StringBuilder text, DefValType? type)
    {
        if (text.Length > MaxText)
        {
            return;
        }

        if (type is null)
        {
            text.Append('_');
            return;
        }

        text.Append(type.Sort);
        switch (type.Kind)
        {
            case DefValTypeKind.Record or DefValTypeKind.Tuple or DefValTypeKind.Variant:
                WriteParts(text, type.Parts, '(', ')');
                break;
            case DefValTypeKind.Enum or DefValTypeKind.Flags:
                text.Append('(').Append(type.Labels.Length).Append(')');
                break;
            case DefValTypeKind.List or DefValTypeKind.Option or DefValTypeKind.Result:
                WriteParts(text, type.Parts, '<', '>');
                break;
        }
    }

    private static void WriteParts(StringBuilder text, DefValType?[] parts, char open, char close)
    {
        text.Append(open);
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            Write(text, parts[i]);
        }

        text.Append(close);
    }
}
