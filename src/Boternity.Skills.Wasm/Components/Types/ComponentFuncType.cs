using System.Text;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>The type of a component function.</summary>
internal sealed class ComponentFuncType : TypeDefinition
{
    /// <summary>CanonicalABI, "Flattening".</summary>
    public const int MaxFlatParameters = DefValType.MaxFlat;

    /// <summary>CanonicalABI, "Flattening".</summary>
    public const int MaxFlatResults = 1;

    private readonly ValType[] _flatParameters;
    private readonly ValType[] _flatResults;

    public ComponentFuncType(string[] parameterNames, DefValType[] parameters, DefValType? result)
    {
        ParameterNames = parameterNames;
        Parameters = parameters;
        Result = result;
        TreeSize = 1 + parameterNames.Length + parameters.Sum(p => p.TreeSize) + (result?.TreeSize ?? 0);
        Depth = 1 + Math.Max(result?.Depth ?? 0, parameters.Length == 0 ? 0 : parameters.Max(p => p.Depth));
        _flatParameters = Flattening.FlattenAll(parameters);
        _flatResults = result?.Flat ?? [];
        ContainsHandle = result is { ContainsHandle: true } || parameters.Any(p => p.ContainsHandle);
    }

    public string[] ParameterNames { get; }

    public DefValType[] Parameters { get; }

    /// <summary>Null when nothing is returned.</summary>
    public DefValType? Result { get; }

    public override long TreeSize { get; }

    public override int Depth { get; }

    public override string Sort => "func";

    public bool ContainsHandle { get; }

    /// <summary>Whether the arguments are passed as one pointer to a tuple of them.</summary>
    public bool SpillsParameters => _flatParameters.Length > MaxFlatParameters;

    /// <summary>Whether the result is passed by a pointer.</summary>
    public bool SpillsResult => _flatResults.Length > MaxFlatResults;

    /// <summary>The core function that <c>canon lift</c> takes.</summary>
    public FuncType Lifted =>
        new(SpillsParameters ? [ValType.I32] : _flatParameters, SpillsResult ? [ValType.I32] : _flatResults);

    /// <summary>The core function that <c>canon lower</c> makes.</summary>
    public FuncType Lowered
    {
        get
        {
            ReadOnlySpan<ValType> parameters = SpillsParameters ? [ValType.I32] : _flatParameters;
            return SpillsResult ? new([.. parameters, ValType.I32], []) : new(parameters, _flatResults);
        }
    }

    /// <summary>
    /// The resources of its handles, in the order in which <see cref="ToString"/> names the handles. It walks the whole
    /// type, which may be large.
    /// </summary>
    public IEnumerable<ResourceIdentity> Handles =>
        Parameters.Append(Result).SelectMany(type => type is null ? [] : HandlesOf(type));

    private static IEnumerable<ResourceIdentity> HandlesOf(DefValType type)
    {
        if (!type.ContainsHandle)
        {
            return [];
        }

        return type.Resource is { } resource
            ? [resource.Identity]
            : type.Parts.SelectMany(part => part is null ? [] : HandlesOf(part));
    }

    /// <summary>The shape without labels: <c>(string, list&lt;u8&gt;) -&gt; result&lt;_, string&gt;</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("(");
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            TypeText.Write(text, Parameters[i]);
        }

        text.Append(')');
        if (Result is not null)
        {
            TypeText.Write(text.Append(" -> "), Result);
        }

        return text.ToString();
    }
}
