using System.Text.Json;

namespace NegotiationLedger.Recording.Imports;

/// <summary>An object of a map, of which every member must be known and of its kind.</summary>
internal sealed class MapObject
{
    private readonly JsonElement _json;
    private readonly List<Problem> _problems;

    internal MapObject(string place, JsonElement json, IReadOnlyList<string> members, List<Problem> problems)
    {
        (Place, _json, _problems) = (place, json, problems);
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new(place, $"Give a JSON object with: {string.Join(", ", members)}."));
            return;
        }

        foreach (var member in json.EnumerateObject().Where(m => !members.Contains(m.Name)))
            problems.Add(
                new(
                    JsonPointer.Then(place, member.Name),
                    $"'{member.Name}' is not a member here. The members are: {string.Join(", ", members)}."
                )
            );
    }

    internal string Place { get; }

    internal JsonElement? Member(string name) =>
        _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out var member) ? member : null;

    /// <summary>A member that is a text; null, and a problem when there is something else.</summary>
    internal string? Text(string name)
    {
        if (Member(name) is not { } member)
            return null;
        if (member.ValueKind == JsonValueKind.String)
            return member.GetString();
        Refuse(name, $"'{name}' should be a string.");
        return null;
    }

    /// <summary>A member that is true or false; false when it is not there.</summary>
    internal bool Flag(string name)
    {
        if (Member(name) is not { } member || member.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return Member(name)?.ValueKind is JsonValueKind.True;
        Refuse(name, $"'{name}' should be true or false.");
        return false;
    }

    /// <summary>A member that is an array of texts.</summary>
    internal IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (place, item) in Items(name))
        {
            if (item.ValueKind == JsonValueKind.String)
                texts.Add(item.GetString()!);
            else
                RefuseAt(place, "This should be a string.");
        }

        return texts;
    }

    /// <summary>The items of a member that is an array.</summary>
    internal IReadOnlyList<(string Place, JsonElement Value)> Items(string name)
    {
        if (Member(name) is not { } member)
            return [];
        if (member.ValueKind == JsonValueKind.Array)
            return [.. member.EnumerateArray().Select((item, i) => ($"{Place}/{name}/{i}", item))];
        Refuse(name, $"'{name}' should be an array.");
        return [];
    }

    /// <summary>The members of a member that is an object.</summary>
    internal IReadOnlyList<(string Name, string Place, JsonElement Value)> Objects(string name)
    {
        if (Member(name) is not { } member)
            return [];
        if (member.ValueKind == JsonValueKind.Object)
            return [.. member.EnumerateObject().Select(m => (m.Name, JsonPointer.Then($"{Place}/{name}", m.Name), m.Value))];
        Refuse(name, $"'{name}' should be an object.");
        return [];
    }

    /// <summary>The members of a member that is an object of texts; null for one that is not a text.</summary>
    internal IEnumerable<(string Name, string Place, string? Value)> Values(string name) =>
        Objects(name).Select(m => (m.Name, m.Place, m.Value.ValueKind == JsonValueKind.String ? m.Value.GetString() : null));

    internal void Refuse(string name, string detail) => RefuseAt($"{Place}/{name}", detail);

    internal void RefuseAt(string place, string detail) => _problems.Add(new(place, detail));
}
