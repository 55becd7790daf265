using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Tests.Support;

/// <summary>
/// Talks between alpha and beta: gamma mediates, delta backs alpha. Payloads are JSON members with single quotes. Who speaks is a speaker's
/// id or <c>party:…</c>; nobody means that the source speaks: the Gazette, unless another is named.
/// </summary>
public static class Talks
{
    public const string Speech = "We came 🕊 to talk.\r\n  We   stay to talk. “No crisis,” he said – for now.";

    public static Ledger Given(params IEnumerable<string> bodies) => Opened().Record(bodies);

    /// <summary>The frame alone: four parties, two issues, and a plan that alpha offered to beta in June.</summary>
    public static Ledger Opened() => WithPlan.Value.Copy();

    private static readonly Lazy<Ledger> WithPlan = new(() =>
        Framed()
            .Record(
                Said(
                    "proposal_offered",
                    "'proposal':'plan','by':'alpha','to':['beta'],'terms':{'land':{'text':'Half'},'arms':{'text':'None'}}",
                    on: "2025-06-01"
                )
            )
    );

    public static Ledger Framed() =>
        Registered()
            .Open(
                Quotes(
                    """
                    {'id':'talks','title':'The talks','subject':'Land and arms','occurred':'2025-05-01',
                     'attribution':{'source':'gazette','mode':'observed','assertedOn':'2025-05-02'},
                     'parties':[{'party':'alpha','name':'Alpha','role':'principal'},{'party':'beta','name':'Beta','role':'principal'},
                                {'party':'gamma','name':'Gamma','role':'mediator'},{'party':'delta','name':'Delta','role':'supporter','supports':'alpha'}],
                     'issues':[{'issue':'land','title':'Land'},{'issue':'arms','title':'Arms'}]}
                    """
                )
            );

    public static Ledger Registered() =>
        new Ledger()
            .Source(Quotes("{'source':'gazette','kind':'article','title':'Report','publisher':'The Gazette'}"))
            .Source(Quotes("{'source':'wire','kind':'article','title':'Bulletin','publisher':'The Wire'}"))
            .Source(Quotes("{'source':'memo','kind':'cable','title':'Memorandum'}"))
            .Source(
                new JsonObject
                {
                    ["source"] = "speech",
                    ["kind"] = "transcript",
                    ["title"] = "Speech",
                    ["publisher"] = "The Wire",
                    ["text"] = Speech,
                }.ToJsonString()
            )
            .Speaker(Quotes("{'speaker':'envoy','identity':'named','name':'An Envoy','party':'alpha'}"))
            .Speaker(Quotes("{'speaker':'official','identity':'anonymous','title':'An official'}"));

    /// <summary>The body of a development.</summary>
    public static string Said(
        string type,
        string payload = "",
        string on = "2025-07-10",
        string? by = null,
        string source = "gazette",
        string asserted = "2025-07-24",
        string? occurrence = null,
        string? after = null,
        string? claim = null,
        EventId? id = null
    )
    {
        var body = Members(payload);
        body["type"] = type;
        body["occurred"] = on;
        body["attribution"] = Attribution(by, source, asserted);
        Add(body, "occurrence", occurrence);
        Add(body, "claim", claim);
        Add(body, "id", id?.ToString());
        if (after is not null)
            body["after"] = new JsonArray([.. after.Split(',').Select(name => (JsonNode)name)]);
        return body.ToJsonString();
    }

    /// <summary>The body of a record about a record.</summary>
    public static string About(string type, EventId assertion, string payload, string? asserted = null, EventId? id = null)
    {
        var body = Members(payload);
        body["type"] = type;
        body["assertion"] = assertion.ToString();
        Add(body, "id", id?.ToString());
        if (asserted is not null)
            body["attribution"] = Attribution(null, "wire", asserted);
        return body.ToJsonString();
    }

    public static string Retracted(EventId assertion, string? asserted = null, EventId? id = null) =>
        About("assertion_retracted", assertion, "'reason':'wrong'", asserted, id);

    public static string Corrected(EventId assertion, string patch, string? asserted = null, EventId? id = null) =>
        About("assertion_corrected", assertion, $"'patch':{{{patch}}},'reason':'mistaken'", asserted, id);

    public static string Disputed(EventId assertion, string? asserted = null, EventId? id = null) =>
        About("assertion_disputed", assertion, "'grounds':'doubtful'", asserted, id);

    /// <summary>A fixed id, for records that tests name before they are recorded.</summary>
    public static EventId Id(int number) => new(Guid.Parse($"01983d97-0000-7000-8000-{number:x12}"));

    public static string Quotes(string json) => json.Replace('\'', '"');

    public static JsonElement Json(string singleQuoted) => Ledger.Json(Quotes(singleQuoted));

    private static JsonObject Attribution(string? by, string source, string asserted)
    {
        var attribution = new JsonObject
        {
            ["source"] = source,
            ["mode"] = by is null ? "observed" : "attributed",
            ["assertedOn"] = asserted,
        };
        Add(attribution, "speaker", by);
        return attribution;
    }

    private static JsonObject Members(string payload) => JsonNode.Parse("{" + Quotes(payload) + "}")!.AsObject();

    private static void Add(JsonObject body, string name, string? value)
    {
        if (value is not null)
            body[name] = value;
    }
}
