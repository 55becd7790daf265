using System.Reflection;
using System.Reflection.Emit;

namespace NegotiationLedger.Testing;

/// <summary>Which folders of a project need which others: told by what its types refer to, in signatures and in bodies.</summary>
public static class FolderWalk
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The groups of folders that need each other, directly or by way of others; each group and the groups sorted, with what binds them.</summary>
    public static IReadOnlyList<(IReadOnlyList<string> Folders, IReadOnlyList<string> Because)> Circles(Assembly assembly, string project)
    {
        var folders = FoldersOf(project);
        var needs = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var type in assembly.GetTypes())
        {
            if (FolderOf(type, folders) is not { } from)
                continue;
            foreach (var used in TypesIn(type))
                if (FolderOf(used, folders) is { } to && to != from && used.Assembly == assembly)
                    (needs.TryGetValue(from, out var known) ? known : needs[from] = []).TryAdd(
                        to,
                        $"{Outermost(type).Name} needs {Outermost(used).Name}"
                    );
        }

        return
        [
            .. needs
                .Keys.Select(folder =>
                    Reached(folder, needs).Where(other => Reached(other, needs).Contains(folder)).Order(StringComparer.Ordinal).ToList()
                )
                .Where(group => group.Count > 1)
                .DistinctBy(group => string.Join(' ', group))
                .OrderBy(group => group[0], StringComparer.Ordinal)
                .Select(group => ((IReadOnlyList<string>)group, Bonds(group, needs))),
        ];
    }

    private static IReadOnlyList<string> Bonds(List<string> group, Dictionary<string, Dictionary<string, string>> needs) =>
        [.. group.SelectMany(from => needs[from].Where(n => group.Contains(n.Key)).Select(n => $"{from} -> {n.Key}: {n.Value}"))];

    private static HashSet<string> Reached(string start, Dictionary<string, Dictionary<string, string>> needs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([start]);
        while (open.TryPop(out var folder))
            foreach (var next in needs.TryGetValue(folder, out var known) ? known.Keys : Enumerable.Empty<string>())
                if (seen.Add(next))
                    open.Push(next);
        return seen;
    }

    // Types by namespace and name; generic ones by their name without the number of their parameters.
    private static Dictionary<string, string> FoldersOf(string project)
    {
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(project, Path.GetDirectoryName(file)!).Replace('\\', '/');
            if (folder.Split('/')[0] is "obj" or "bin")
                continue;
            var space = "";
            foreach (var line in File.ReadLines(file))
            {
                if (line.StartsWith("namespace ", StringComparison.Ordinal))
                    space = line["namespace ".Length..].TrimEnd(';', ' ');
                else if (Declared(line) is { } name)
                    folders.TryAdd($"{space}.{name}", folder);
            }
        }

        return folders;
    }

    // What a line at the margin declares: a class, record, struct, interface, enumeration or delegate.
    private static string? Declared(string line)
    {
        if (line.Length == 0 || !char.IsLetter(line[0]))
            return null;
        var words = line.Split([' ', '(', '<', ':', ';', '{'], StringSplitOptions.RemoveEmptyEntries);
        var kind = Array.FindIndex(words, w => w is "class" or "struct" or "interface" or "enum" or "record");
        if (kind < 0)
            return null;
        var name = words[kind] == "record" && words[kind + 1] is "struct" or "class" ? kind + 2 : kind + 1;
        return name < words.Length ? words[name] : null;
    }

    private static string? FolderOf(Type type, Dictionary<string, string> folders)
    {
        var outermost = Outermost(type);
        return folders.GetValueOrDefault($"{outermost.Namespace}.{outermost.Name.Split('`')[0]}");
    }

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static IEnumerable<Type> TypesIn(Type type)
    {
        IEnumerable<Type?> own =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetFields(All).Select(f => f.FieldType),
            .. type.GetProperties(All).Select(p => p.PropertyType),
            .. Attributes(type),
            .. type.GetMembers(All).SelectMany(Attributes),
            .. type.GetMethods(All).SelectMany(m => TypesIn(m).Append(m.ReturnType)),
            .. type.GetConstructors(All).SelectMany(TypesIn),
        ];
        return own.OfType<Type>().SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) =>
        member
            .GetCustomAttributesData()
            .SelectMany(a => a.ConstructorArguments.Select(c => c.Value as Type).OfType<Type>().Append(a.AttributeType));

    private static IEnumerable<Type?> TypesIn(MethodBase method) =>
        [
            .. method.GetParameters().Select(p => p.ParameterType),
            .. method.GetMethodBody() is { } body
                ? body.LocalVariables.Select(v => v.LocalType).Concat(Named(method, body.GetILAsByteArray()!))
                : [],
        ];

    // A generic type stands for itself and its arguments, an array for its items.
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? type.GetGenericParameterConstraints().Where(c => !c.ContainsGenericParameters).SelectMany(Parts)
        : type.IsGenericType ? type.GenericTypeArguments.SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<Type> Named(MethodBase method, byte[] code)
    {
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < code.Length; )
        {
            var value = code[i] == 0xFE ? (short)((code[i] << 8) | code[i + 1]) : code[i];
            i += value is >= 0 and <= 0xFF ? 1 : 2;
            var kind = Codes[value].OperandType;
            if (kind is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                foreach (var type in Named(method.Module.ResolveMember(BitConverter.ToInt32(code, i), ofType, ofMethod)))
                    yield return type;
            i += kind switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Named(MemberInfo? member) =>
        member switch
        {
            Type type => [type],
            MethodInfo { IsGenericMethod: true } method => method.GetGenericArguments().Append(method.DeclaringType).OfType<Type>(),
            _ => member?.DeclaringType is { } owner ? [owner] : [],
        };
}
