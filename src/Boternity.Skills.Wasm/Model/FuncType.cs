namespace Boternity.Skills.Wasm.Model;

/// <summary>A function type. Within a module equal types are one object, so that most comparisons end at the
/// reference.</summary>
internal sealed class FuncType : IEquatable<FuncType>
{
    private readonly ValType[] _parameters;
    private readonly ValType[] _results;
    private readonly int _hash;

    public FuncType(ReadOnlySpan<ValType> parameters, ReadOnlySpan<ValType> results)
    {
        _parameters = parameters.ToArray();
        _results = results.ToArray();
        ParameterSlots = ValTypes.CountSlots(parameters);
        ResultSlots = ValTypes.CountSlots(results);
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameters));
        hash.Add(parameters.Length);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(results));
        _hash = hash.ToHashCode();
    }

    public ReadOnlySpan<ValType> Parameters => _parameters;

    public ReadOnlySpan<ValType> Results => _results;

    /// <summary>8-byte slots that the parameters take together.</summary>
    public int ParameterSlots { get; }

    /// <summary>8-byte slots that the results take together.</summary>
    public int ResultSlots { get; }

    public bool Equals(FuncType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Parameters.SequenceEqual(other.Parameters)
            && Results.SequenceEqual(other.Results));

    public override bool Equals(object? obj) => Equals(obj as FuncType);

    public override int GetHashCode() => _hash;

    public override string ToString() => $"({Join(Parameters)}) -> ({Join(Results)})";

    private static string Join(ReadOnlySpan<ValType> types)
    {
        var names = new string[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            names[i] = types[i].TextName;
        }

        return string.Join(", ", names);
    }
}
