using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>Puts into an answer what a hostile source might: escapes that clear the screen, markup, text that reads backwards.</summary>
internal static class Spoiler
{
    public const string Hostile = "\u001b[2J\u001b]0;owned\u0007[red]Doha[/]\u202e \u009b31m[link=http://evil]";

    /// <summary>Every text of an answer but those that choose how it is shown.</summary>
    public static void Spoil(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var (name, member) in map.ToList())
            {
                if (member is JsonValue text && text.TryGetValue<string>(out _))
                    map[name] = name is "day" or "kind" ? text.DeepClone() : Hostile;
                else
                    Spoil(member);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is JsonValue text && text.TryGetValue<string>(out _))
                    list[i] = Hostile;
                else
                    Spoil(list[i]);
            }
        }
    }
}
