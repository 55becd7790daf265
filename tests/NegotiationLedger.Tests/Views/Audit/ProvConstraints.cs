using System.Text.Json;

namespace NegotiationLedger.Tests.Views;

/// <summary>The constraints of PROV-CONSTRAINTS (W3C Recommendation, 30 April 2013) that hold or fail by what a document itself states.</summary>
internal static class ProvConstraints
{
    public static IEnumerable<string> Check(JsonElement bundle, ProvNames names) =>
        [
            .. Impossible(names),
            .. SharedIdentifiers(names),
            .. Twice(bundle, "wasGeneratedBy"),
            .. Twice(bundle, "wasInvalidatedBy"),
            .. Derived(bundle),
            .. Backwards(bundle),
            .. BeforeItsGeneration(bundle),
            .. AfterItsEnd(bundle),
        ];

    // Constraint 55: nothing is both an entity and an activity.
    private static IEnumerable<string> Impossible(ProvNames names) =>
        names.Of("entity").Intersect(names.Of("activity")).Select(id => $"{id} is an entity and an activity");

    // Constraints 53 and 54: a relation is of one kind, and no element.
    private static IEnumerable<string> SharedIdentifiers(ProvNames names) =>
        ProvVocabulary
            .Relations.Keys.Concat(ProvVocabulary.Elements.Keys.Where(k => k != "agent"))
            .SelectMany(names.Of)
            .GroupBy(id => id)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key} identifies two things");

    // Constraints 24 and 25: one activity generates, or invalidates, one entity once.
    private static IEnumerable<string> Twice(JsonElement bundle, string relation) =>
        Of(bundle, relation)
            .GroupBy(r => (Text(r, "prov:entity"), Text(r, "prov:activity")))
            .Where(g => g.Key.Item2 is not null && g.Count() > 1)
            .Select(g => $"{relation} is stated twice of {g.Key.Item1} and {g.Key.Item2}");

    // Constraints 41 and 42: what is derived comes after what it is derived from.
    private static IEnumerable<string> Derived(JsonElement bundle) =>
        Of(bundle, "wasDerivedFrom")
            .Where(r => Text(r, "prov:generatedEntity") == Text(r, "prov:usedEntity"))
            .Select(r => $"{Text(r, "prov:usedEntity")} is derived from itself");

    // Constraint 30: an activity starts before it ends.
    private static IEnumerable<string> Backwards(JsonElement bundle) =>
        Members(bundle, "activity")
            .Where(a => Time(a.Value, "prov:startTime") > Time(a.Value, "prov:endTime"))
            .Select(a => $"{a.Name} ends before it starts");

    // Constraint 36: an entity is invalidated after it was generated.
    private static IEnumerable<string> BeforeItsGeneration(JsonElement bundle)
    {
        var generated = Of(bundle, "wasGeneratedBy").ToLookup(r => Text(r, "prov:entity"), r => Time(r, "prov:time"));
        return Of(bundle, "wasInvalidatedBy")
            .Where(r => generated[Text(r, "prov:entity")].Any(time => time > Time(r, "prov:time")))
            .Select(r => $"{Text(r, "prov:entity")} is invalidated before it is generated");
    }

    // Constraints 33 and 38: an entity is used within the activity that uses it, and before it is invalidated.
    private static IEnumerable<string> AfterItsEnd(JsonElement bundle)
    {
        var starts = Members(bundle, "activity").ToLookup(a => a.Name, a => Time(a.Value, "prov:startTime"));
        var ends = Of(bundle, "wasInvalidatedBy").ToLookup(r => Text(r, "prov:entity"), r => Time(r, "prov:time"));
        return Of(bundle, "used")
            .Where(r => ends[Text(r, "prov:entity")].Any(end => starts[Text(r, "prov:activity")!].Any(start => start > end)))
            .Select(r => $"{Text(r, "prov:entity")} is used after it is invalidated");
    }

    private static IEnumerable<JsonElement> Of(JsonElement bundle, string member) => Members(bundle, member).Select(m => m.Value);

    private static IEnumerable<JsonProperty> Members(JsonElement bundle, string member) =>
        bundle.TryGetProperty(member, out var members) && members.ValueKind is JsonValueKind.Object
            ? members.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement holder, string name) => Text(holder, name) is { } text ? ProvTime.Read(text) : null;
}
