using System.Text;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Linking;

/// <summary>
/// The type of a function of the host: as <see cref="ComponentFuncType.ToString"/> writes it, without labels, and with
/// the names of resources: <c>(borrow&lt;file&gt;, u64) -> result&lt;list&lt;u8&gt;, own&lt;error&gt;&gt;</c>.
/// </summary>
internal sealed class FunctionShape
{
    private static readonly string[] Handles = ["own", "borrow"];

    private FunctionShape(string text, string?[] resources)
    {
        Text = text;
        Resources = resources;
    }

    /// <summary>Gets the type without the names of resources.</summary>
    public string Text { get; }

    /// <summary>
    /// Gets the resource of each handle, in the order of the text; null where any resource will do.
    /// </summary>
    public string?[] Resources { get; }

    public static FunctionShape Parse(string shape)
    {
        var text = new StringBuilder(shape.Length);
        var resources = new List<string?>();
        for (int i = 0; i < shape.Length;)
        {
            string? handle = Array.Find(Handles, word => shape.AsSpan(i).StartsWith(word, StringComparison.Ordinal));
            if (handle is null)
            {
                text.Append(shape[i++]);
                continue;
            }

            text.Append(handle);
            i += handle.Length;
            string? name = null;
            if (i < shape.Length && shape[i] == '<')
            {
                int end = shape.IndexOf('>', i);
                name = shape[(i + 1)..end];
                i = end + 1;
            }

            resources.Add(name);
        }

        return new FunctionShape(text.ToString(), [.. resources]);
    }
}
