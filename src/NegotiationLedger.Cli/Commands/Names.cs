using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>What the parties and issues of a frame are called; an id without a name is its own.</summary>
internal sealed class Names(JsonElement? frame)
{
    private readonly Dictionary<string, string> _parties = Read(frame, "parties", "name");
    private readonly Dictionary<string, string> _issues = Read(frame, "issues", "title");

    /// <summary>The ids of the parties that the frame knows.</summary>
    public IEnumerable<string> Parties => _parties.Keys;

    /// <summary>A party by its name.</summary>
    public string Party(string id) => _parties.GetValueOrDefault(id, id);

    /// <summary>Parties by their names.</summary>
    public string AllParties(IEnumerable<string> ids) => string.Join(", ", ids.Select(Party));

    /// <summary>An issue by its title.</summary>
    public string Issue(string id) => _issues.GetValueOrDefault(id, id);

    /// <summary>Whose account it is: a party by its name, anyone else by what and who they are.</summary>
    public string Viewpoint(string? viewpoint) =>
        (viewpoint ?? "").Split(':', 2) switch
        {
            ["party", var id] => Party(id),
            [var kind, var id] => $"{kind} {id}",
            _ => viewpoint ?? "",
        };

    /// <summary>Several viewpoints.</summary>
    public string Viewpoints(IEnumerable<string> viewpoints) => string.Join(", ", viewpoints.Select(Viewpoint));

    private static Dictionary<string, string> Read(JsonElement? frame, string map, string field) =>
        frame is not { } known ? [] : known.Map(map).ToDictionary(p => p.Name, p => Said.Of(p.Value, field)?.Value ?? p.Name);
}
