namespace Boternity.Skills.Scanning;

/// <summary>What the variables of a script hold, as far as that can be told by reading it.</summary>
internal sealed class ShellVariables
{
    private const int MaxVariables = 64;
    private const int MaxNameLength = 40;
    private const int MaxValueLength = 128;

    private readonly Dictionary<string, (string Value, CarriedData Data)> _values = new(StringComparer.Ordinal);

    public void Set(ReadOnlySpan<char> name, ReadOnlySpan<char> value, CarriedData data)
    {
        var lookup = _values.GetAlternateLookup<ReadOnlySpan<char>>();
        if (name.Length is 0 or > MaxNameLength || (_values.Count == MaxVariables && !lookup.ContainsKey(name)))
        {
            return;
        }

        string kept = value.Length > MaxValueLength || value.Contains('$') ? "" : value.ToString();
        lookup[name] = (kept, data);
    }

    /// <summary>Adds what a variable holds, where it was set before.</summary>
    public void Mark(ReadOnlySpan<char> name, CarriedData data)
    {
        string value = TryGet(name, out (string Value, CarriedData Data) known) ? known.Value : "";
        Set(name, value, data | known.Data);
    }

    public bool TryGet(ReadOnlySpan<char> name, out (string Value, CarriedData Data) known) =>
        _values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out known);
}
