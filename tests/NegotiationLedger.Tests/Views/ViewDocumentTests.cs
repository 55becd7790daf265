using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class ViewDocumentTests
{
    // What a program may hold documents with that knows nothing of the ledger but its assembly.
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Every_view_of_a_random_history_is_the_same_bytes_when_it_was_read_back() =>
        RandomHistories.ForAll(told => AllAreReadBack(RandomHistories.Ledger(told).History), rounds: 200);

    [Fact]
    public void So_is_every_view_of_the_Doha_talks() => AllAreReadBack(Doha.Ledger().History).ShouldBeTrue();

    [Theory]
    [InlineData("demand_stated", "'demand':'half','party':'beta','text':'Half','issue':'land'")]
    [InlineData("proposal_offered", "'proposal':'map','by':'alpha','drafter':'gamma'")]
    [InlineData("talks_collapsed", "'by':'beta'")]
    [InlineData("talks_convened", "'round':2,'venue':'Doha','format':'indirect','until':'2025-08-01'")]
    [InlineData("persons_released", "'count':2,'who':'hostages'")]
    [InlineData("agreement_signed", "'parties':['beta']")]
    [InlineData("figure_reported", "'subject':'held','value':1.50")]
    public void So_is_a_view_of_what_is_denied(string type, string payload) =>
        AllAreReadBack(
                Opened()
                    .Record(Said(type, payload, by: "envoy", occurrence: "one"))
                    .Record(Said(type, payload, by: "official", occurrence: "one", claim: "denied"))
                    .History
            )
            .ShouldBeTrue();

    [Fact]
    public void Its_view_is_what_readers_get()
    {
        var history = Doha.Ledger().History;
        var written = JsonNode.Parse(JsonSerializer.Serialize(ViewDocument<TalksStatus>.Of(history), Plain))!;
        written["view"]!.ToJsonString().ShouldBe(JsonNode.Parse(Answers.Of<TalksStatus>(history.Through(Lens.Everything)))!.ToJsonString());
        written["id"]!.GetValue<string>().ShouldBe("doha-2025");
        written["version"]!.GetValue<long>().ShouldBe(history.Version);
        written["sequence"]!.GetValue<long>().ShouldBe(history.Entries[^1].Sequence);
        written["codeVersion"]!.GetValue<int>().ShouldBe(TalksStatus.CodeVersion);
    }

    [Fact]
    public void What_was_read_back_knows_what_readers_are_shown()
    {
        var status = Again(ViewDocument<TalksStatus>.Of(Doha.Ledger().History), json => json).View;
        status.Phase!.Value.ShouldBe(Phase.Collapsed);
        status.Phase.Events.ShouldNotBeEmpty();
        status.Phase.Contested!.Select(r => r.Viewpoint.ToString()).ShouldBe(["party:israel", "party:united-states"]);
        status.Frame.NameOf(new("hamas")).ShouldBe("Hamas");
        status.Mediators.ShouldBe(Doha.Ledger().View<TalksStatus>().Mediators);
        status.Proposals["phased-ceasefire"].Terms.ShouldNotBeEmpty();
    }

    [Fact]
    public void Its_keywords_are_the_sources_and_speakers_cited_those_of_corrections_included()
    {
        var ledger = Opened()
            .Record(out var id, Said("talks_collapsed", "'by':'beta'", by: "official"))
            .Record(Corrected(id, "'attribution':{'source':'wire','speaker':'envoy'}"));
        var document = ViewDocument<TalksStatus>.Of(ledger.History);
        document.Keywords.ShouldBe(["source:gazette", "source:wire", "speaker:envoy", "speaker:official"]);
    }

    [Fact]
    public void What_it_does_not_know_is_passed_over()
    {
        var document = ViewDocument<PartyDemands>.Of(Opened().History);
        Again(document, json => json.Replace("{\"id\"", "{\"fold\":{\"a\":[1]},\"id\"", StringComparison.Ordinal)).Id.ShouldBe("talks");
    }

    private static bool AllAreReadBack(History history) =>
        IsReadBack<TalksStatus>(history)
        && IsReadBack<PartyDemands>(history)
        && IsReadBack<ProposalBook>(history)
        && IsReadBack<IssueMatrix>(history)
        && IsReadBack<Timeline>(history)
        && IsReadBack<Agreements>(history);

    private static bool IsReadBack<T>(History history)
        where T : class, IView<T>
    {
        var document = ViewDocument<T>.Of(history);
        var (first, second) = (JsonSerializer.Serialize(document, Plain), JsonSerializer.Serialize(Again(document, AsJsonb), Plain));
        return first == second && Answers.Text(Again(document, AsJsonb).View) == Answers.Of<T>(history.Through(Lens.Everything));
    }

    private static ViewDocument<T> Again<T>(ViewDocument<T> document, Func<string, string> keep)
        where T : class, IView<T> => JsonSerializer.Deserialize<ViewDocument<T>>(keep(JsonSerializer.Serialize(document, Plain)), Plain)!;

    /// <summary>JSON as PostgreSQL's <c>jsonb</c> gives it back: members by the length of their names, then by their bytes.</summary>
    private static string AsJsonb(string json) => Sorted(JsonNode.Parse(json))!.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members
                    .OrderBy(m => m.Key.Length)
                    .ThenBy(m => m.Key, StringComparer.Ordinal)
                    .Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
