using System.Text;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Testing;

/// <summary>Spoils valid bodies, the same way for the same seed.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "null",
        "-1",
        "2025-07-24",
        "2025-13-45",
        "9999-12-31/..",
        "party:israel",
        "party:",
        "israel",
        "ISRAEL",
        "doha-talks",
        "@1",
        "=1+1",
        "\"",
        "\\",
        "a\nb\tc",
        "\u0001\u001f",
        "\u007f\u0085",
        "\u2028\u2029",
        "\ufeff",
        "\ufffe\uffff",
        "🕊🕊",
        "e\u0301",
        "\u202e‮x",
        "İıſ",
        "../..",
        "<script>",
        "'; drop table mt_events; --",
        "%00",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "-1",
        "1.50",
        "50.000",
        "1e2",
        "1E400",
        "2147483648",
        "9223372036854775808",
        "79228162514264337593543950336",
        "0.0000000000000000000000000001",
        "123456789012345678901234567890",
    ];

    private static readonly string[] Names =
    [
        "",
        "type",
        "id",
        "occurred",
        "attribution",
        "claim",
        "occurrence",
        "after",
        "Text",
        "text ",
        "$ref",
        "__proto__",
        "a/b",
        "a~b",
        "recordedBy",
        "sequence",
        "üñî",
        "🕊",
    ];

    // A text that was spoilt before, and is long for it.
    private const int MostLetters = 2_000_000;

    private readonly Random _random = new(seed);

    /// <summary>The body, spoilt: by one or two structural changes, and one time in five byte by byte as well.</summary>
    internal byte[] Of(JsonNode body)
    {
        var spoilt = body.DeepClone();
        for (var changes = _random.Next(2); changes >= 0; changes--)
        {
            if (_random.Next(3) == 0)
                Reword(spoilt);
            else
                Change(spoilt);
        }

        var bytes = Encoding.UTF8.GetBytes(Written(spoilt)).ToList();
        if (_random.Next(5) == 0)
            Spoil(bytes);
        return [.. bytes];
    }

    // Members given twice, lone surrogates and numbers beyond .NET's cannot be held in a tree: they are written into the text.
    private string Written(JsonNode body)
    {
        var text = body.ToJsonString();
        return _random.Next(12) switch
        {
            0 => text.Replace("\"occurred\":", "\"mode\":1,\"mode\":1,\"occurred\":", StringComparison.Ordinal),
            1 when text.LastIndexOf('"') is > 0 and var quote => text.Insert(
                quote,
                Pick(["\\ud800", "\\udc00\\ud800", "\\u0000", "\\ud83d\\udd4a", "\\u0041"])
            ),
            2 => text.Replace(":50", ":" + Pick(Numbers), StringComparison.Ordinal),
            3 => " \r\n\t" + text.Replace("\":", "\" : ", StringComparison.Ordinal) + "\n",
            _ => text,
        };
    }

    // Prose may say anything: such a body is mostly kept, and must be kept to the letter.
    private void Reword(JsonNode root)
    {
        var prose = Holders(root)
            .OfType<JsonObject>()
            .SelectMany(h =>
                h.Where(m => m.Value is JsonValue v && v.TryGetValue<string>(out var s) && s.Contains(' ', StringComparison.Ordinal))
                    .Select(m => (Holder: h, m.Key))
            )
            .ToList();
        if (prose.Count == 0)
            return;
        var (holder, name) = prose[_random.Next(prose.Count)];
        holder[name] = Twisted(holder[name]!.GetValue<string>());
    }

    private void Change(JsonNode root)
    {
        var holders = Holders(root).ToList();
        var holder = holders[_random.Next(holders.Count)];
        if (holder is JsonArray items)
            ChangeItem(items);
        else if (holder is JsonObject { Count: > 0 } members)
            ChangeMember(members, members.ElementAt(_random.Next(members.Count)).Key, holders);
    }

    private void ChangeItem(JsonArray items)
    {
        var place = _random.Next(items.Count + 1);
        if (place < items.Count && _random.Next(2) == 0)
            items.RemoveAt(place);
        else
            items.Insert(place, _random.Next(2) == 0 && items.Count > 0 ? items[0]?.DeepClone() : Junk(3));
    }

    private void ChangeMember(JsonObject members, string name, List<JsonNode> holders)
    {
        var value = members[name];
        switch (_random.Next(9))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                members[Pick(Names)] = value?.DeepClone();
                break;
            case 2:
                members.Remove(name);
                members[_random.Next(2) == 0 ? name.ToUpperInvariant() : Pick(Names)] = value;
                break;
            case 3:
                members[name] = null;
                break;
            case 4:
                members[name] = Pick(Texts);
                break;
            case 5:
                members[name] = JsonNode.Parse(Pick(Numbers));
                break;
            case 6:
                members[name] =
                    value is JsonValue text && text.TryGetValue<string>(out var words) ? Twisted(words) : new JsonArray(value?.DeepClone());
                break;
            case 7:
                members[name] = Other(holders);
                break;
            default:
                members[name] = Junk(3);
                break;
        }
    }

    private string Twisted(string words) =>
        _random.Next(5) switch
        {
            0 => words + Pick(Texts),
            1 => words.ToUpperInvariant(),
            2 => string.Concat(Enumerable.Repeat(words + "é", Math.Min(1 + _random.Next(2000), 1 + (MostLetters / (words.Length + 1))))),
            3 => words.Length > 1 ? words[..(words.Length / 2)] : words,
            _ => Pick(Texts) + words,
        };

    private JsonNode? Other(List<JsonNode> holders) =>
        holders[_random.Next(holders.Count)] switch
        {
            JsonObject { Count: > 0 } members => members.ElementAt(_random.Next(members.Count)).Value?.DeepClone(),
            var other => other.DeepClone(),
        };

    private JsonNode? Junk(int depth) =>
        _random.Next(depth > 0 ? 7 : 5) switch
        {
            0 => null,
            1 => true,
            2 => JsonNode.Parse(Pick(Numbers)),
            3 => Pick(Texts),
            4 => new JsonObject(),
            5 => new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Junk(depth - 1))]),
            _ => new JsonObject { [Pick(Names)] = Junk(depth - 1), ["patch"] = Junk(depth - 1) },
        };

    private void Spoil(List<byte> bytes)
    {
        for (var times = _random.Next(4); times >= 0 && bytes.Count > 0; times--)
        {
            var place = _random.Next(bytes.Count);
            switch (_random.Next(4))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes.Insert(place, (byte)_random.Next(256));
                    break;
                case 2:
                    bytes.RemoveAt(place);
                    break;
                default:
                    bytes.RemoveRange(place, Math.Min(_random.Next(20), bytes.Count - place));
                    break;
            }
        }
    }

    private static IEnumerable<JsonNode> Holders(JsonNode node) =>
        node switch
        {
            JsonObject members => members.Select(m => m.Value).OfType<JsonNode>().SelectMany(Holders).Prepend(members),
            JsonArray items => items.OfType<JsonNode>().SelectMany(Holders).Prepend(items),
            _ => [],
        };

    private string Pick(string[] words) => words[_random.Next(words.Length)];
}
