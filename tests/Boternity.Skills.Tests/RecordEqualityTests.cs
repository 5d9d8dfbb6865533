using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Boternity.Skills.Approval;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Tests;

/// <summary>The equality of public records is that of their contents, lists included.</summary>
internal sealed class RecordEqualityTests
{
    private static IEnumerable<TestCaseData> CollectionProperties() =>
        from type in typeof(SkillPackage).Assembly.GetExportedTypes()
        where type.GetMethod("<Clone>$") is not null
        from property in type.GetProperties()
        where property.SetMethod is { IsPublic: true }
            && property.PropertyType != typeof(string)
            && property.PropertyType.IsAssignableTo(typeof(IEnumerable))
        select new TestCaseData(type, property).SetArgDisplayNames($"{type.Name}.{property.Name}");

    [TestCaseSource(nameof(CollectionProperties))]
    public void Equals_CollectionsWithEqualItems_AreEqual(Type record, PropertyInfo property)
    {
        (object one, object same) =
            (Create(record, property, Samples(property)), Create(record, property, Samples(property)));
        object empty = Create(record, property, Enumerable.Empty<object>());
        object other = Create(record, property, Samples(property).Skip(1));

        Assert.Multiple(() =>
        {
            Assert.That(one.Equals(same), Is.True, "equal items");
            Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()));
            Assert.That(one.Equals(empty), Is.False, "no items");
            Assert.That(one.Equals(other), Is.False, "fewer items");
            Assert.That(
                empty.Equals(Create(record, property, Enumerable.Empty<object>())), Is.True, "two that are empty");
        });
    }

    [TestCaseSource(nameof(CollectionProperties))]
    public void Init_CollectionThatChangesLater_IsACopy(Type record, PropertyInfo property)
    {
        object value = ToCollection(property, Samples(property));
        object one = CreateFrom(record, property, value);
        int before = ((IEnumerable)property.GetValue(one)!).Cast<object>().Count();

        value.GetType().GetMethod("Clear", [])!.Invoke(value, null);

        Assert.That(((IEnumerable)property.GetValue(one)!).Cast<object>().Count(), Is.EqualTo(before));
    }

    [Test]
    public void Equals_DefaultCollectionAndAnEmptyOne_AreEqual() =>
        Assert.That(new SkillDifference { FilesAdded = new List<string>() }, Is.EqualTo(new SkillDifference()));

    [Test]
    public void Equals_Manifests_CompareJsonByValue()
    {
        Assert.That(Manifest("""{"a": 1, "b": [true]}"""), Is.EqualTo(Manifest("""{"b":[true],"a":1}""")));
        Assert.That(Manifest("""{"a": 1}"""), Is.Not.EqualTo(Manifest("""{"a": 2}""")));

        static SkillManifest Manifest(string metadata) => new()
        {
            Name = "a",
            Description = "b",
            Metadata = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(metadata)!,
        };
    }

    [Test]
    public void Equals_Bytes_AreComparedByValue()
    {
        (WasmBinary binary, SkillPackageFile file) = (Binary(1, 2), File(1, 2));
        Assert.That(binary, Is.EqualTo(Binary(1, 2)));
        Assert.That(binary, Is.Not.EqualTo(Binary(1, 3)));
        Assert.That(file, Is.EqualTo(File(1, 2)));
        Assert.That(file, Is.Not.EqualTo(File(1, 3)));

        static WasmBinary Binary(params byte[] bytes) => new() { Kind = WasmBinaryKind.Module, Bytes = bytes };
        static SkillPackageFile File(params byte[] bytes) => new() { Path = "a", Content = bytes };
    }

    [Test]
    public void Equals_RunResults_CompareTheirBytes()
    {
        WasmRunResult one = Result(1, 2);
        Assert.That(Result(1, 2), Is.EqualTo(one));
        Assert.That(Result(1, 2).GetHashCode(), Is.EqualTo(one.GetHashCode()));
        Assert.That(Result(1, 2), Is.Not.EqualTo(Result(1, 3)));
        Assert.That(Result(1, 2), Is.Not.EqualTo(Result(1, 2) with { StandardError = new byte[] { 1 } }));
        Assert.That(Result(1, 2), Is.Not.EqualTo(Result(1, 2) with { ExitCode = 1 }));

        static WasmRunResult Result(params byte[] output) =>
            new() { StandardOutput = output, FuelConsumed = 3, PeakMemoryBytes = 4 };
    }

    private static object Create(Type record, PropertyInfo property, IEnumerable<object> items) =>
        CreateFrom(record, property, ToCollection(property, items));

    private static object CreateFrom(Type record, PropertyInfo property, object value)
    {
        object made = Activator.CreateInstance(record, nonPublic: true)!;
        property.SetValue(made, value);
        return made;
    }

    private static object ToCollection(PropertyInfo property, IEnumerable<object> items)
    {
        Type[] arguments = property.PropertyType.GetGenericArguments();
        if (arguments is [_, var values] && values == typeof(object))
        {
            return items.Cast<KeyValuePair<string, object>>().ToDictionary();
        }

        if (arguments is [_, var texts] && texts == typeof(string))
        {
            return items.Cast<KeyValuePair<string, string>>().ToDictionary();
        }

        if (arguments is [_, _])
        {
            return items.Cast<KeyValuePair<string, JsonElement>>().ToDictionary();
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
        foreach (object item in items)
        {
            list.Add(item);
        }

        return list;
    }

    /// <summary>Two items, equal to those of another call and no objects of theirs.</summary>
    private static IEnumerable<object> Samples(PropertyInfo property)
    {
        Type type = property.PropertyType.GetGenericArguments()[^1];
        return Enumerable.Range(1, 2).Select(i => type switch
        {
            _ when type == typeof(byte) => (object)(byte)i,
            _ when type == typeof(object) => KeyValuePair.Create($"{i}", (object)i),
            _ when type == typeof(KeyValuePair<string, string>) => KeyValuePair.Create($"{i}", "value"),
            _ when type == typeof(string) && property.PropertyType.GetGenericArguments().Length == 2 =>
                KeyValuePair.Create($"{i}", $"value {i}"),
            _ when type == typeof(string) => new string(['N', (char)('A' + i)]),
            _ when type == typeof(JsonElement) => KeyValuePair.Create($"{i}", JsonSerializer.SerializeToElement(i)),
            { IsEnum: true } => Enum.ToObject(type, i),
            _ => NumberedRecord(type, i),
        });
    }

    private static object NumberedRecord(Type type, int number)
    {
        object made = type.GetConstructor([]) is null
            ? RuntimeHelpers.GetUninitializedObject(type)
            : Activator.CreateInstance(type)!;
        PropertyInfo text = type.GetProperties().First(p => p.PropertyType == typeof(string) && p.CanWrite);
        text.SetValue(made, text.Name == "GuestPath" ? $"/{number}" : $"host{number}");
        return made;
    }
}
