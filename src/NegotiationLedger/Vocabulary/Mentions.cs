using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Vocabulary;

/// <summary>Words of a record that people wrote or spoke.</summary>
/// <param name="Pointer">Where they stand in the record: a JSON Pointer.</param>
/// <param name="Text">The words.</param>
public readonly record struct RecordText(string Pointer, string Text);

/// <summary>What a record says in words, and which parties it names.</summary>
/// <param name="Words">The texts of its payload and its quotation, in the order of the record; no ids, dates or names of values.</param>
/// <param name="Parties">The parties that its payload names, each once.</param>
public sealed record Mentions(IReadOnlyList<RecordText> Words, IReadOnlyList<PartyId> Parties)
{
    /// <summary>Texts that are names for other records rather than words.</summary>
    private static readonly FrozenSet<string> Names = new[] { "occurrence", "after", "wikidata", "actor", "operation" }.ToFrozenSet(
        StringComparer.Ordinal
    );

    /// <summary>What a record mentions.</summary>
    public static Mentions Of(LedgerEvent data)
    {
        var row = EventNames.Of(data);
        var walk = new Walk(row.Shape.Options);
        walk.Object("", JsonSerializer.SerializeToElement(data, row.Shape), row.Shape);
        return new(walk.Words, walk.Parties);
    }

    private sealed class Walk(JsonSerializerOptions options)
    {
        internal List<RecordText> Words { get; } = [];

        internal List<PartyId> Parties { get; } = [];

        internal void Object(string pointer, JsonElement value, JsonTypeInfo shape)
        {
            foreach (var member in value.EnumerateObject())
            {
                var place = JsonPointer.Then(pointer, member.Name);
                if (member.Name == "attribution")
                    Quotation(place, member.Value);
                else if (!Names.Contains(member.Name) && shape.Properties.FirstOrDefault(p => p.Name == member.Name) is { } property)
                    Value(place, member.Value, property.PropertyType);
            }
        }

        private void Quotation(string pointer, JsonElement attribution)
        {
            if (attribution.TryGetProperty("quote", out var quote))
                Words.Add(new(pointer + "/quote/exact", quote.GetProperty("exact").GetString()!));
        }

        private void Value(string place, JsonElement value, Type declared)
        {
            var shape = options.GetTypeInfo(Nullable.GetUnderlyingType(declared) ?? declared);
            switch (shape.Kind)
            {
                case JsonTypeInfoKind.Object:
                    Object(place, value, shape);
                    break;
                case JsonTypeInfoKind.Enumerable:
                    foreach (var (i, item) in value.EnumerateArray().Index())
                        Value($"{place}/{i}", item, shape.ElementType!);
                    break;
                case JsonTypeInfoKind.Dictionary:
                    foreach (var entry in value.EnumerateObject())
                        Value(JsonPointer.Then(place, entry.Name), entry.Value, shape.ElementType!);
                    break;
                default:
                    Leaf(place, value, shape.Type);
                    break;
            }
        }

        private void Leaf(string place, JsonElement value, Type type)
        {
            if (type == typeof(string))
                Words.Add(new(place, value.GetString()!));
            else if (type == typeof(PartyId) && new PartyId(value.GetString()!) is var party && !Parties.Contains(party))
                Parties.Add(party);
        }
    }
}
