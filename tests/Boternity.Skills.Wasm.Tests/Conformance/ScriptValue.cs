using System.Globalization;
using System.Text.Json;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>An argument, or what a result must be: numbers are decimal bit patterns.</summary>
internal sealed record ScriptValue
{
    public required string Type { get; init; }

    /// <summary>A string; for v128 a list of them, one a lane. Absent for "any reference of this type".</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Of v128: <c>i8</c> to <c>f64</c>.</summary>
    public string? LaneType { get; init; }

    /// <summary>Of <c>either</c>: what the result may be.</summary>
    public ScriptValue[] Values { get; init; } = [];

    private string? Text => Value is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Adds the value's slots.</summary>
    public void AddSlots(Store store, List<ulong> slots)
    {
        switch (Type)
        {
            case "v128":
                ulong[] halves = [0, 0];
                foreach ((string lane, int index) in Lanes())
                {
                    int bit = index * LaneBits;
                    halves[bit / 64] |= (Bits(lane) & LaneMask) << (bit % 64);
                }

                slots.AddRange(halves);
                break;
            case "i32" or "f32":
                slots.Add((uint)Bits(Text!));
                break;
            case "i64" or "f64":
                slots.Add(Bits(Text!));
                break;
            case "externref" when Text != "null":
                slots.Add(store.AddExtern(Text));
                break;
            default:
                if (Text != "null")
                {
                    throw new NotSupportedException($"An argument of type {Type}.");
                }

                slots.Add(0);
                break;
        }
    }

    /// <summary>Whether a result is what was expected.</summary>
    /// <param name="type">The result's type.</param>
    /// <param name="slots">Its slots.</param>
    /// <param name="store">The store it comes from.</param>
    public bool Matches(ValType type, ReadOnlySpan<ulong> slots, Store store)
    {
        switch (Type)
        {
            case "either":
                foreach (ScriptValue value in Values)
                {
                    if (value.Matches(type, slots, store))
                    {
                        return true;
                    }
                }

                return false;
            case "v128":
                return type == ValType.V128 && MatchesLanes(slots);
            case "i32" or "f32":
                return type.TextName == Type && MatchesNumber(Type, Text!, (uint)slots[0]);
            case "i64" or "f64":
                return type.TextName == Type && MatchesNumber(Type, Text!, slots[0]);
            default:
                return MatchesReference(type, slots[0], store);
        }
    }

    private int LaneBits => int.Parse(LaneType!.AsSpan(1), CultureInfo.InvariantCulture);

    private ulong LaneMask => ulong.MaxValue >> (64 - LaneBits);

    private bool MatchesLanes(ReadOnlySpan<ulong> slots)
    {
        foreach ((string lane, int index) in Lanes())
        {
            int bit = index * LaneBits;
            if (!MatchesNumber(LaneType!, lane, (slots[bit / 64] >> (bit % 64)) & LaneMask))
            {
                return false;
            }
        }

        return true;
    }

    private bool MatchesReference(ValType type, ulong handle, Store store) => (Type, Text) switch
    {
        ("externref", { } text) when text != "null" =>
            type == ValType.ExternRef && Equals(store.GetExtern(handle), text),
        ("externref" or "funcref", null) => type.TextName == Type && handle != 0,
        ("refnull" or "nullref" or "nullfuncref" or "nullexternref", null) => type.IsReference && handle == 0,
        (_, "null") => type.TextName == Type && handle == 0,
        _ => false,
    };

    private IEnumerable<(string Lane, int Index)> Lanes() =>
        Value!.Value.EnumerateArray().Select((lane, index) => (lane.GetString()!, index));

    private static bool MatchesNumber(string type, string expected, ulong actual) => (type, expected) switch
    {
        ("f32", "nan:canonical") => (actual & 0x7FFF_FFFF) == FloatOps.CanonicalNaN32,
        ("f32", "nan:arithmetic") => (actual & FloatOps.CanonicalNaN32) == FloatOps.CanonicalNaN32,
        ("f64", "nan:canonical") => (actual & 0x7FFF_FFFF_FFFF_FFFF) == FloatOps.CanonicalNaN64,
        ("f64", "nan:arithmetic") => (actual & FloatOps.CanonicalNaN64) == FloatOps.CanonicalNaN64,
        _ => actual == (Bits(expected) & (ulong.MaxValue >> (64
            - int.Parse(type.AsSpan(1), CultureInfo.InvariantCulture)))),
    };

    private static ulong Bits(string text) =>
        text.StartsWith('-')
        ? (ulong)long.Parse(text, CultureInfo.InvariantCulture) : ulong.Parse(text, CultureInfo.InvariantCulture);

    public override string ToString() =>
        Type == "either"
        ? string.Join<ScriptValue>(" or ", Values) : $"{Type}{(LaneType is null ? "" : $" of {LaneType}")} {Value}";
}
