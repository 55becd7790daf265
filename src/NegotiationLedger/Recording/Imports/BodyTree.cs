using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>A JSON object that is filled by JSON Pointer. Where a list is filled place by place, empty places close up.</summary>
internal sealed class BodyTree
{
    private readonly SortedDictionary<string, object> _members = new(StringComparer.Ordinal);
    private bool _isList;

    /// <summary>Puts a value at a pointer.</summary>
    /// <param name="pointer">The place.</param>
    /// <param name="value">The value.</param>
    /// <param name="isInList">Whether digits in the pointer are places in a list rather than names.</param>
    internal void Set(string pointer, JsonNode value, bool isInList)
    {
        var segments = JsonPointer.Names(pointer).ToList();
        var tree = this;
        for (var i = 0; i < segments.Count - 1; i++)
        {
            if (!tree._members.TryGetValue(segments[i], out var inner) || inner is not BodyTree)
                tree._members[segments[i]] = inner = new BodyTree { _isList = isInList && char.IsAsciiDigit(segments[i + 1][0]) };
            tree = (BodyTree)inner;
        }

        tree._members[segments[^1]] = value;
    }

    /// <summary>The object, its members sorted by name.</summary>
    internal JsonNode ToJson() =>
        _isList
            ? new JsonArray([.. _members.Values.Select(Value)])
            : new JsonObject(_members.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, Value(m.Value))));

    private static JsonNode Value(object member) => member is BodyTree tree ? tree.ToJson() : ((JsonNode)member).DeepClone();
}
