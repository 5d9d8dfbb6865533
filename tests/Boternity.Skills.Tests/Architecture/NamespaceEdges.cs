using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Architecture;

/// <summary>
/// Which folder uses which: from the compiled code (signatures, attributes, every token in a method's body) and,
/// because constants leave no trace there, from the <c>using</c> directives of the source.
/// </summary>
internal sealed partial class NamespaceEdges
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    private readonly Func<string?, string?, string?> _folderOf;
    private readonly SortedDictionary<(string From, string To), string> _edges = [];

    /// <param name="folderOf">The folder of a namespace and, where it is known, of the outermost type; null for one
    /// that does not matter.</param>
    public NamespaceEdges(Func<string?, string?, string?> folderOf) => _folderOf = folderOf;

    /// <summary>The edges found, each with the first place that has it.</summary>
    public IReadOnlyDictionary<(string From, string To), string> Found => _edges;

    public void AddAssembly(Assembly assembly)
    {
        foreach (Type type in assembly.GetTypes())
        {
            AddType(type);
        }
    }

    public void AddSources(string directory)
    {
        foreach (string file in Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories))
        {
            string source = File.ReadAllText(file);
            string? own = DeclaredNamespace().Match(source) is { Success: true } match ? match.Groups[1].Value : null;
            foreach (Match directive in UsingDirective().Matches(source))
            {
                // `using static` and aliases name a type.
                string name = directive.Groups[2].Value;
                string space = directive.Groups[1].Success ? name[..Math.Max(0, name.LastIndexOf('.'))] : name;
                Add(
                    _folderOf(own, Path.GetFileName(file).Split('.')[0]),
                    _folderOf(space, null),
                    Path.GetFileName(file));
            }
        }
    }

    private void AddType(Type type)
    {
        string place = type.FullName!;
        Use(type, type.BaseType, place);
        UseAll(type, type.GetInterfaces(), place);
        UseAll(type, type.GetCustomAttributesData().Select(a => a.AttributeType), place);
        foreach (FieldInfo field in type.GetFields(Declared))
        {
            Use(type, field.FieldType, $"{place}.{field.Name}");
        }

        foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
        {
            AddMethod(type, method);
        }
    }

    private void AddMethod(Type type, MethodBase method)
    {
        string place = $"{type.FullName}.{method.Name}";
        UseAll(type, method.GetParameters().Select(p => p.ParameterType), place);
        UseAll(type, method.GetCustomAttributesData().Select(a => a.AttributeType), place);
        Use(type, (method as MethodInfo)?.ReturnType, place);
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        UseAll(type, body.LocalVariables.Select(local => local.LocalType), place);
        UseAll(
            type,
            body.ExceptionHandlingClauses
                .Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(c => c.CatchType),
            place);
        foreach (int token in Tokens(body.GetILAsByteArray()!))
        {
            UseMember(type, Resolve(method, token), place);
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null);

    private void UseMember(Type from, MemberInfo? member, string place)
    {
        Use(from, member as Type ?? member?.DeclaringType, place);
        switch (member)
        {
            case MethodInfo method:
                UseAll(from, method.IsGenericMethod ? method.GetGenericArguments() : [], place);
                Use(from, method.ReturnType, place);
                break;
            case FieldInfo field:
                Use(from, field.FieldType, place);
                break;
        }
    }

    private void UseAll(Type from, IEnumerable<Type?> types, string place)
    {
        foreach (Type? type in types)
        {
            Use(from, type, place);
        }
    }

    private void Use(Type from, Type? type, string place)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Use(from, type.GetElementType(), place);
            return;
        }

        if (type.IsGenericType)
        {
            UseAll(from, type.GetGenericArguments(), place);
        }

        Add(FolderOf(from), FolderOf(type), place);
    }

    private string? FolderOf(Type type)
    {
        Type outermost = type;
        while (outermost.DeclaringType is { } declaring)
        {
            outermost = declaring;
        }

        return _folderOf(outermost.Namespace, outermost.Name);
    }

    private void Add(string? from, string? to, string place)
    {
        if (from is not null && to is not null && from != to)
        {
            _edges.TryAdd((from, to), place);
        }
    }

    /// <summary>The metadata tokens among the operands of a method's body: ECMA-335, partition VI, annex C.</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (int at = 0; at < il.Length;)
        {
            short value = il[at] == 0xFE ? (short)(0xFE00 | il[at + 1]) : il[at];
            OpCode code = OpCodesByValue[value];
            at += code.Size;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok
                    or OperandType.InlineType:
                    yield return BitConverter.ToInt32(il, at);
                    at += 4;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(il, at));
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(static\s+|\w+\s*=\s*)?([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();
}
