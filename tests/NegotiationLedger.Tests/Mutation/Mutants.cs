using System.Reflection;
using System.Text.Json;

namespace NegotiationLedger.Tests.Mutation;

/// <summary>A change of the domain's code.</summary>
/// <param name="Id">The number by which it is chosen, another whenever the mutants are compiled.</param>
/// <param name="Place">File, line and column.</param>
/// <param name="Change">What stood there, and what stands there instead.</param>
internal sealed record Mutant(int Id, string Place, string Change)
{
    internal string File => Place[..Place.IndexOf(':')];
}

/// <summary>The mutants that Stryker compiled into the domain's assembly; it put the class <c>MutantControl</c> there, too.</summary>
internal static class Mutants
{
    private static readonly Assembly Domain = typeof(Lens).Assembly;

    private static readonly Type Control =
        Domain.GetTypes().FirstOrDefault(type => type.Name == "MutantControl")
        ?? throw new InvalidOperationException($"{Domain.Location} has no mutants.");

    private static readonly Action Forget = Control.GetMethod("ResetCoverage")!.CreateDelegate<Action>();
    private static readonly Func<IList<int>[]> Take = Control.GetMethod("GetCoverageData")!.CreateDelegate<Func<IList<int>[]>>();
    private static readonly FieldInfo Active = Control.GetField("ActiveMutant")!;

    /// <summary>What holds values by their texts, of which a mutant may have made wrong ones.</summary>
    private static readonly List<Array> Caches =
    [
        .. Domain
            .GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
            .Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(Recent<>))
            .Select(field =>
                field.FieldType.GetField("_held", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(field.GetValue(null))
            )
            .Cast<Array>(),
    ];

    /// <summary>Those of a report that are in a folder and were compiled.</summary>
    internal static List<Mutant> Of(string report, string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        return
        [
            .. json
                .RootElement.GetProperty("files")
                .EnumerateObject()
                .Where(file => Path.GetDirectoryName(file.Name)!.EndsWith("/" + folder, StringComparison.Ordinal))
                .SelectMany(file => OfFile(Path.GetFileName(file.Name), file.Value))
                .OrderBy(mutant => mutant.Id)
                .DistinctBy(mutant => (mutant.Place, mutant.Change)),
        ];
    }

    /// <summary>Makes a mutant the one whose change holds; null means none.</summary>
    internal static void Activate(Mutant? mutant)
    {
        Caches.ForEach(Array.Clear);
        Active.SetValue(null, mutant?.Id ?? -1);
    }

    /// <summary>The mutants that a run reaches.</summary>
    internal static async Task<int[]> ReachedBy(Func<Task> run)
    {
        Activate(null);
        Forget();
        Control.GetField("CaptureCoverage")!.SetValue(null, true);
        await run();
        Control.GetField("CaptureCoverage")!.SetValue(null, false);
        return [.. Take()[0]];
    }

    private static IEnumerable<Mutant> OfFile(string name, JsonElement file)
    {
        var lines = file.GetProperty("source").GetString()!.Split('\n');
        return
        [
            .. file.GetProperty("mutants")
                .EnumerateArray()
                .Where(mutant => mutant.GetProperty("status").GetString() is not ("CompileError" or "Ignored"))
                .Select(mutant => new Mutant(
                    int.Parse(mutant.GetProperty("id").GetString()!),
                    PlaceIn(name, mutant.GetProperty("location").GetProperty("start")),
                    $"{Piece(lines, mutant.GetProperty("location"))} → {OnOneLine(mutant.GetProperty("replacement").GetString()!)}"
                )),
        ];
    }

    private static string PlaceIn(string file, JsonElement point) => $"{file}:{point.GetProperty("line")}:{point.GetProperty("column")}";

    private static string Piece(string[] lines, JsonElement location)
    {
        var (first, from) = Of(location.GetProperty("start"));
        var (last, until) = Of(location.GetProperty("end"));
        var piece = string.Join('\n', lines[first..(last + 1)]);
        return OnOneLine(piece[from..(piece.Length - lines[last].Length + until)]);

        static (int Line, int Column) Of(JsonElement point) =>
            (point.GetProperty("line").GetInt32() - 1, point.GetProperty("column").GetInt32() - 1);
    }

    private static string OnOneLine(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
