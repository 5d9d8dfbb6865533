using System.Reflection;

namespace Boternity.Skills.Tests.Architecture;

/// <summary>Rules for what hosts see. What is in the surface is in the PublicAPI files beside the projects.</summary>
internal sealed class PublicSurfaceTests
{
    private const BindingFlags Visible =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The bases of the exceptions' hierarchy.</summary>
    private static readonly Type[] Bases =
    [
        typeof(SkillExecutionException),
        typeof(SkillRegistryException),
        typeof(SkillStoreException),
        typeof(SkillTrustException),
    ];

    private static Type[] Types() => typeof(SkillManifest).Assembly.GetExportedTypes();

    private static IEnumerable<MethodBase> Methods() => Types().SelectMany(type =>
        type.GetMethods(Visible).Cast<MethodBase>().Concat(type.GetConstructors(Visible)));

    [Test]
    public void Types_ThatAreConcrete_AreSealed() =>
        Assert.That(
            Types().Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false }),
            Is.EquivalentTo(Bases));

    [Test]
    public void Types_ThatAreServices_AreInterfaces() =>
        Assert.That(Types().Where(type => type is { IsClass: true } && type.GetInterfaces().Any(IsService)), Is.Empty);

    [Test]
    public void Signatures_OfEverything_NameNoTypeOfAnotherPackage()
    {
        IEnumerable<Type> named = Methods()
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)
                .Append(method is MethodInfo info ? info.ReturnType : method.DeclaringType!))
            .Concat(Types().SelectMany(type => type.GetInterfaces()))
            .SelectMany(Parts)
            .Distinct();

        Assert.That(
            named.Where(type => type.Assembly.GetName().Name is not { } name
                || !(name.StartsWith("System.", StringComparison.Ordinal)
                    || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                    || name is "Boternity.Skills" or "Boternity.Skills.Wasm")
                || type.Namespace is "System.IO.Abstractions"),
            Is.Empty);
    }

    [Test]
    public void Methods_OfEverything_TakeNoBool()
    {
        IEnumerable<string> found = Methods()
            .Where(method => !method.IsSpecialName || method.IsConstructor)
            .SelectMany(method => method.GetParameters())
            .Where(parameter => parameter.ParameterType == typeof(bool))
            .Select(parameter => $"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name}({parameter.Name})");

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Properties_OfRecords_AreSetByNameOnly()
    {
        IEnumerable<string> positional = Types()
            .Where(type => type.GetMethod("Deconstruct", Visible) is not null)
            .Select(type => type.Name);

        Assert.That(positional, Is.Empty);
    }

    [Test]
    public void Numbers_InSignatures_AreSigned()
    {
        Type[] unsigned = [typeof(uint), typeof(ulong), typeof(ushort)];
        IEnumerable<string> found = Methods()
            .SelectMany(
                method => method.GetParameters().Select(parameter => (Member: method, Type: parameter.ParameterType))
                    .Append((Member: method, Type: (method as MethodInfo)?.ReturnType ?? typeof(void))))
            .Where(pair => unsigned.Contains(pair.Type))
            .Select(pair => $"{pair.Member.DeclaringType!.Name}.{pair.Member.Name}");

        Assert.That(found, Is.Empty);
    }

    private static bool IsService(Type type) =>
        type.Assembly == typeof(SkillManifest).Assembly && type.Name.StartsWith('I') && type.IsInterface;

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.IsGenericType && !type.IsGenericTypeDefinition
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : type.IsGenericParameter ? [] : [type];
}
