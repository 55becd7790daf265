using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>Puts what changed into words: parties, issues and accounts by their names.</summary>
/// <param name="earlier">The frame of the one view.</param>
/// <param name="later">The frame of the other, whose names go before.</param>
internal sealed class Telling(Frame earlier, Frame later)
{
    /// <summary>A party's name, or its id.</summary>
    internal string Party(string id) => later.NameOf(new(id)) is var name && name != id ? name : earlier.NameOf(new(id));

    /// <summary>Several parties.</summary>
    internal string Parties(JsonNode? ids) => string.Join(", ", Texts(ids).Select(Party));

    /// <summary>An issue's title, or its id.</summary>
    internal string Issue(string id) => (later.Issues.GetValueOrDefault(id) ?? earlier.Issues.GetValueOrDefault(id))?.Title?.Value ?? id;

    /// <summary>A proposal's title in quotation marks, or its id.</summary>
    internal string Proposal(string id) =>
        later.TitleOf(new ProposalId(id)) is var title && title != id ? title : earlier.TitleOf(new ProposalId(id));

    /// <summary>An agreement's title in quotation marks, or its id; that of the proposal it came from, where it has none of its own.</summary>
    internal string Agreement(string id) =>
        new[] { later.TitleOf(new AgreementId(id)), earlier.TitleOf(new AgreementId(id)) }.FirstOrDefault(t => t != id) ?? Proposal(id);

    /// <summary>Whose account: a party by its name, a publisher by its own, anyone else by what they are and their id.</summary>
    internal string Viewpoint(string viewpoint) =>
        viewpoint.Split(':', 2) switch
        {
            ["party", var id] => Party(id),
            ["publisher", var name] => name,
            [var kind, var id] => $"{kind} {id}",
            _ => viewpoint,
        };

    /// <summary>
    /// What a change of a field is called: its value came, changed or went, or who stands behind it and who against it did.
    /// </summary>
    /// <param name="subject">What the sentence begins with.</param>
    /// <param name="change">The field.</param>
    /// <param name="word">Puts a value into words; as it is written when null.</param>
    /// <param name="isDetail">Whether only the value and those who say otherwise are told: who else says the same is told of a field beside it.</param>
    /// <param name="passes">Whether it goes with what it is a detail of, though every record of it stands: who broke off, once the talks go on.</param>
    internal IEnumerable<string> Field(
        string subject,
        ChangedField change,
        Func<string, string>? word = null,
        bool isDetail = false,
        bool passes = false
    )
    {
        var inner = word ?? Words;
        word = value => Unended(inner(value));
        var (was, now) = (ValueOf(change.Before), ValueOf(change.After));
        if (now is null)
            return was is null ? [] : [$"{subject}: no longer {(passes ? "" : "on record: ")}{word(was)}"];
        string[] value =
            was is null ? [$"{subject}: {word(now)}"]
            : was != now ? [$"{subject}: {word(now)}, no longer {word(was)}"]
            : [];
        var rivals = Rivals(subject, change, word).ToList();
        return value.Length > 0 || rivals.Count > 0 || isDetail ? value.Concat(rivals) : Behind($"{subject}: {word(now)}", change);
    }

    private IEnumerable<string> Rivals(string subject, ChangedField change, Func<string, string> word)
    {
        var (before, after) = (RivalsOf(change.Before), RivalsOf(change.After));
        foreach (var rival in after.Except(before))
            yield return $"{subject}: {Viewpoint(rival.Viewpoint)} {Against(rival, word)}";
        foreach (var (viewpoint, _, _) in before.ExceptBy(after.Select(r => r.Viewpoint), r => r.Viewpoint))
            yield return $"{subject}: {Viewpoint(viewpoint)} no longer says otherwise";
    }

    /// <summary>What a rival does to a value, in words.</summary>
    internal string Against((string Viewpoint, string Kind, string Words) rival, Func<string, string> word) =>
        rival.Kind switch
        {
            "denial" => "denies it",
            "perhaps" => "perhaps denies it",
            "date" => $"dates it {rival.Words}",
            "subject" => $"says it of {string.Join(", ", rival.Words.Split(", ").Select(Party))}",
            _ => $"says otherwise: {word(rival.Words)}",
        };

    private static List<(string Viewpoint, string Kind, string Words)> RivalsOf(JsonNode? field) =>
        [.. (field?["contested"] as JsonArray ?? []).OfType<JsonNode>().Select(RivalOf)];

    /// <summary>A rival: whose word, how it stands against the value, and the value, date or subject that it gives.</summary>
    internal static (string Viewpoint, string Kind, string Words) RivalOf(JsonNode rival)
    {
        var kind = Text(rival, "kind") ?? "value";
        if (Text(rival, "perhaps") == "true")
            kind = "perhaps";
        var words = kind switch
        {
            "date" => Text(rival, "occurred"),
            "subject" => Text(rival, "of"),
            _ => ValueOf(rival),
        };
        return (Text(rival, "viewpoint")!, kind, words ?? "");
    }

    // A quantity is a number with its unit.
    private static string? ValueOf(JsonNode? field) =>
        Text(field, "value")
        ?? (
            (field as JsonObject)?["value"] is JsonObject end && end["number"] is null
                ? Text(end, "on") ?? (Text(end, "unknown") is null ? "open" : "unknown")
            : (field as JsonObject)?["value"] is JsonObject quantity
                ? string.Join(' ', new[] { Text(quantity, "number"), Text(quantity, "unit") }.Where(t => t is not null))
            : null
        );

    // The value is the same; who says so, or of when, is not.
    private IEnumerable<string> Behind(string said, ChangedField change)
    {
        if (Accounts(change.Before, change.After) is { } accounts)
            return [$"{said}, {accounts}"];
        if (Text(change.Before, "occurred") != Text(change.After, "occurred"))
            return [$"{said}, now dated {Text(change.After, "occurred")}"];
        if (Texts(change.After?["events"]).Except(Texts(change.Before?["events"])).Any())
            return [$"{said}, asserted again"];
        return Texts(change.Before?["events"]).Except(Texts(change.After?["events"])).Any() ? [$"{said}, with less support"] : [];
    }

    /// <summary>Whose account a value came to be, or is no more; null where that is as it was. Of the same records a role or a publisher changed: nobody says more or less.</summary>
    internal string? Accounts(JsonNode? before, JsonNode? after)
    {
        List<string> then = [.. Texts(before?["viewpoints"])],
            now = [.. Texts(after?["viewpoints"])];
        var (more, fewer) = (Named(now.Except(then)), Named(then.Except(now)));
        var isOfTheSame = Texts(before?["events"]).ToHashSet().SetEquals(Texts(after?["events"]));
        // Whoever states a term, or reports the closing, does not say what that ends.
        var source = Text(after, "endedBy") switch
        {
            "term" => "by the term stated by",
            "closing" => "by the closing reported by",
            _ => "according to",
        };
        return (more, fewer, isOfTheSame) switch
        {
            ("", "", _) => null,
            (_, "", true) => $"now the account of {more} too",
            ("", _, true) => $"no longer the account of {fewer}",
            (_, _, true) => $"now the account of {more}, no longer of {fewer}",
            (_, "", false) => $"also {source} {more}",
            ("", _, false) => $"no longer {source} {fewer}",
            _ => $"now {source} {more}, no longer {source} {fewer}",
        };

        string Named(IEnumerable<string> viewpoints) => string.Join(", ", viewpoints.Select(Viewpoint));
    }

    /// <summary>A text without the full stop that it ends with, so that a sentence can go on after it; three dots stay.</summary>
    internal static string Unended(string text) => text.EndsWith('.') && !text.EndsWith("..", StringComparison.Ordinal) ? text[..^1] : text;

    /// <summary>A stored name in words: <c>in_session</c> is in session. Text that is not a stored name stays as it is.</summary>
    internal static string Words(string name) => name.All(c => c is '_' or (>= 'a' and <= 'z')) ? name.Replace('_', ' ') : name;

    /// <summary>A member that is a string, number or boolean, as text; null when absent.</summary>
    internal static string? Text(JsonNode? owner, string name) => (owner as JsonObject)?[name] is JsonValue value ? value.ToString() : null;

    /// <summary>Whether a value is true.</summary>
    internal static bool Flag(JsonNode? value) => value?.ToString() == "true";

    /// <summary>The items of an array of texts; none when absent.</summary>
    internal static IEnumerable<string> Texts(JsonNode? items) => (items as JsonArray ?? []).Select(i => i!.ToString());

    /// <summary>How often, as an ordinal: <c>, second time</c>; empty for the first.</summary>
    internal static string Time(int times) =>
        times switch
        {
            <= 1 => "",
            2 => ", second time",
            3 => ", third time",
            _ => $", {times}{SuffixOf(times)} time",
        };

    /// <summary>How often, as a word where there is one: <c>twice</c>.</summary>
    internal static string Often(int times) =>
        times switch
        {
            1 => "once",
            2 => "twice",
            _ => $"{times} times",
        };

    private static string SuffixOf(int number) =>
        (number % 100, number % 10) switch
        {
            (11 or 12 or 13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
}
