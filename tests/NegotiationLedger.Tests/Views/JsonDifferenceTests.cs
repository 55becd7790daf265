using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Views;

namespace NegotiationLedger.Tests.Views;

public sealed class JsonDifferenceTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "[]")]
    [InlineData("""{"a":1}""", """{"a":2}""", """[{"op":"replace","path":"/a","value":2}]""")]
    [InlineData("""{"a":1}""", """{"b":1}""", """[{"op":"remove","path":"/a"},{"op":"add","path":"/b","value":1}]""")]
    [InlineData("""{"a/b~c":1}""", """{"a/b~c":null}""", """[{"op":"replace","path":"/a~1b~0c","value":null}]""")]
    [InlineData("""["x","y","z"]""", """["x","z"]""", """[{"op":"remove","path":"/1"}]""")]
    [InlineData("""["x","z"]""", """["x","y","z"]""", """[{"op":"add","path":"/1","value":"y"}]""")]
    [InlineData("""{"a":{"b":[{"c":1}]}}""", """{"a":{"b":[{"c":2}]}}""", """[{"op":"replace","path":"/a/b/0/c","value":2}]""")]
    public void The_difference_names_what_changed_and_nothing_else(string from, string to, string operations) =>
        JsonDifference.Of(JsonNode.Parse(from), JsonNode.Parse(to)).ToJsonString().ShouldBe(JsonNode.Parse(operations)!.ToJsonString());

    [Fact]
    public void Applied_to_the_one_document_it_gives_the_other() =>
        Prop.ForAll(
                Gen.Two(Document(3)).ToArbitrary(),
                pair => JsonNode.DeepEquals(Apply(pair.Item1, JsonDifference.Of(pair.Item1, pair.Item2)), pair.Item2)
            )
            .QuickCheckThrowOnFailure();

    private static Gen<JsonNode> Document(int depth)
    {
        var leaf = Gen.Elements(0, 1, 2).Select(n => (JsonNode)JsonValue.Create(n));
        if (depth == 0)
            return leaf;
        var inner = Document(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.ListOf(inner).Select(items => (JsonNode)new JsonArray([.. items.Take(5).Select(i => i.DeepClone())])),
            Gen.ListOf(Gen.Zip(Gen.Elements("a", "b", "c/d", "~"), inner))
                .Select(members =>
                    (JsonNode)
                        new JsonObject(
                            members.DistinctBy(m => m.Item1).Select(m => KeyValuePair.Create(m.Item1, (JsonNode?)m.Item2.DeepClone()))
                        )
                )
        );
    }

    private static JsonNode? Apply(JsonNode document, JsonArray operations)
    {
        JsonNode? result = new JsonObject { ["root"] = document.DeepClone() };
        foreach (var operation in operations)
            Apply(
                result,
                operation!["op"]!.GetValue<string>(),
                ("/root" + operation["path"]!.GetValue<string>()).Split('/')[1..],
                operation["value"]
            );
        return result["root"];
    }

    private static void Apply(JsonNode root, string op, string[] path, JsonNode? value)
    {
        var names = path.Select(p => p.Replace("~1", "/").Replace("~0", "~")).ToArray();
        var holder = names[..^1].Aggregate(root, (node, name) => node is JsonArray array ? array[int.Parse(name)]! : node[name]!);
        if (holder is JsonObject members)
        {
            members.Remove(names[^1]);
            if (op != "remove")
                members[names[^1]] = value?.DeepClone();
            return;
        }

        var items = holder.AsArray();
        var index = int.Parse(names[^1]);
        if (op != "add")
            items.RemoveAt(index);
        if (op != "remove")
            items.Insert(index, value?.DeepClone());
    }
}
