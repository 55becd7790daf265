using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Tests.Vocabulary;

public sealed class SeedsFitTheirTypesTests
{
    private static readonly string All = Path.Combine(AppContext.BaseDirectory, "seeds");
    private static readonly string Folder = Path.Combine(All, "doha-2025");
    private static readonly JsonObject[] Bodies = [.. Seeds("developments.json")];

    public static TheoryData<string> Negotiations => [.. Directory.GetDirectories(All).Select(folder => Path.GetFileName(folder)).Order()];

    [Theory]
    [MemberData(nameof(Negotiations))]
    public void Every_development_fits_its_type(string seed) =>
        BodiesOf(seed)
            .Where(IsDevelopment)
            .ShouldAllBe(body => Development(body).CameoCode == null || Cameo.Find(Development(body).CameoCode) != null);

    [Theory]
    [MemberData(nameof(Negotiations))]
    public void Every_body_writes_back_as_it_stands(string seed) =>
        BodiesOf(seed)
            .Where(IsDevelopment)
            .ShouldAllBe(body => IsSubset(Payload(body), JsonSerializer.SerializeToNode(Development(body), Shape(body))!.AsObject()));

    [Theory]
    [MemberData(nameof(Negotiations))]
    public void Ids_are_distinct_of_version_7_and_rise(string seed)
    {
        var ids = BodiesOf(seed).Select(Id).ToList();

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.IsVersion7);
        ids.ShouldBeInOrder();
    }

    [Fact]
    public void Every_fact_of_the_article_is_there() =>
        Bodies
            .CountBy(TypeOf)
            .ToDictionary()
            .ShouldBe(
                new Dictionary<string, int>
                {
                    ["talks_convened"] = 1,
                    ["mediator_engaged"] = 1,
                    ["figure_reported"] = 2,
                    ["proposal_offered"] = 1,
                    ["proposal_accepted"] = 1,
                    ["proposal_rejected"] = 2,
                    ["response_characterized"] = 1,
                    ["response_submitted"] = 1,
                    ["deadlock_declared"] = 2,
                    ["accusation_made"] = 4,
                    ["team_recalled"] = 2,
                    ["statement_made"] = 6,
                    ["intent_declared"] = 3,
                    ["talks_adjourned"] = 1,
                    ["venue_changed"] = 1,
                    ["demand_stated"] = 5,
                    ["talks_collapsed"] = 1,
                    ["military_operations_begun"] = 1,
                },
                ignoreOrder: true
            );

    [Fact]
    public void What_a_development_came_after_was_recorded_before_it()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in Bodies)
        {
            (Development(body).After ?? []).ShouldAllBe(name => known.Contains(name));
            known.Add(Development(body).Occurrence ?? Id(body).ToString());
        }
    }

    [Fact]
    public void Speakers_sources_parties_and_issues_are_registered()
    {
        var negotiation = Seed("negotiation.json").AsObject();
        var parties = Ids(negotiation["parties"]!.AsArray(), "party");
        var issues = Ids(negotiation["issues"]!.AsArray(), "issue");
        var speakers = Ids(Seed("speakers.json").AsArray(), "speaker");
        var sources = Ids(Seed("sources.json").AsArray(), "source");

        foreach (var body in Bodies)
        {
            var attribution = Development(body).Attribution;
            sources.ShouldContain(attribution.Source.Value);
            if (attribution.Speaker is { } speaker)
                (speaker.Party is { } party ? parties : speakers).ShouldContain(speaker.Party?.Value ?? speaker.Speaker!.Value.Value);
            NamedIn(body, "party", "by", "against", "of", "mediator").Where(p => Slug.IsValid(p)).ShouldBeSubsetOf(parties);
            NamedIn(body, "issue").ShouldBeSubsetOf(issues);
            (body["terms"] as JsonObject ?? []).Select(t => t.Key).ShouldBeSubsetOf(issues);
        }
    }

    [Fact]
    public void Words_on_record_are_quoted_and_observations_have_no_speaker()
    {
        foreach (var attribution in Bodies.Select(b => Development(b).Attribution))
        {
            (attribution.Mode is not Mode.OnRecord || attribution.Quote is not null).ShouldBeTrue();
            (attribution.Mode is Mode.Observed or Mode.Inferred).ShouldBe(attribution.Speaker is null);
            attribution.AssertedOn.Text.ShouldBe("2025-07-24");
        }
    }

    [Theory]
    [InlineData("Hamas does not appear to be coordinated or acting in good faith", "112")]
    [InlineData("consider alternative options", "014")]
    [InlineData("Hamas is the obstacle to a hostage release deal", "112")]
    [InlineData("Together with our U.S. allies, we are now considering alternative options", "014")]
    [InlineData("does not signal a crisis", "013")]
    [InlineData("not serious", "111")]
    public void A_quotation_stands_once_with_its_code(string words, string code) =>
        Bodies.Select(Development).Where(d => d.Attribution.Quote?.Exact == words).ShouldHaveSingleItem().CameoCode.ShouldBe(code);

    [Fact]
    public void A_hint_of_force_is_a_threat_on_a_condition()
    {
        var hint = Bodies.Select(Development).Where(d => d.Claim is Claim.Conditional).ShouldHaveSingleItem();

        (hint.CameoCode, hint.Attribution.Mode).ShouldBe(("138", Mode.Inferred));
    }

    [Fact]
    public void Registrations_and_the_opening_fit_their_types()
    {
        var negotiation = Seed("negotiation.json").AsObject();
        foreach (var body in Seeds("sources.json"))
            body.Deserialize(LedgerJson.Default.SourceRegistered)!.TextSha256.ShouldBeNull();
        foreach (var body in Seeds("speakers.json"))
            body.Deserialize(LedgerJson.Default.SpeakerRegistered)!
                .ShouldSatisfyAllConditions(s => (s.Identity is Identity.Named).ShouldBe(s.Name is not null));
        foreach (var party in negotiation["parties"]!.AsArray())
            Framed(negotiation, party!)
                .Deserialize(LedgerJson.Default.PartyJoined)!
                .ShouldSatisfyAllConditions(p => (p.Role is Role.Supporter).ShouldBe(p.Supports is not null));
        foreach (var issue in negotiation["issues"]!.AsArray())
            Framed(negotiation, issue!).Deserialize(LedgerJson.Default.IssueTabled)!.Title.ShouldNotBeEmpty();
        NegotiationId.Of((string)negotiation["id"]!).Value.ShouldBe("doha-2025");
    }

    private static JsonObject Framed(JsonObject negotiation, JsonNode part)
    {
        var framed = part.DeepClone().AsObject();
        framed["occurred"] = negotiation["occurred"]!.DeepClone();
        framed["attribution"] = negotiation["attribution"]!.DeepClone();
        return framed;
    }

    private static bool IsDevelopment(JsonObject body) => EventNames.Find(TypeOf(body))!.Type.IsSubclassOf(typeof(Development));

    private static IEnumerable<JsonObject> BodiesOf(string seed) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(All, seed, "developments.json")))!.AsArray().Select(n => n!.AsObject());

    private static JsonNode Seed(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)))!;

    private static IEnumerable<JsonObject> Seeds(string name) => Seed(name).AsArray().Select(n => n!.AsObject());

    private static string TypeOf(JsonObject body) => (string)body["type"]!;

    private static EventId Id(JsonObject body) =>
        EventId.TryParse((string?)body["id"], out var id) ? id : throw new JsonException(body.ToString());

    private static JsonTypeInfo Shape(JsonObject body) => EventNames.Find(TypeOf(body))!.Shape;

    private static Development Development(JsonObject body) => (Development)Payload(body).Deserialize(Shape(body))!;

    private static JsonObject Payload(JsonObject body)
    {
        var payload = body.DeepClone().AsObject();
        payload.Remove("type");
        payload.Remove("id");
        return payload;
    }

    // What is written also holds the defaults that a body leaves out.
    private static bool IsSubset(JsonObject part, JsonObject whole) => part.All(p => JsonNode.DeepEquals(p.Value, whole[p.Key]));

    private static IReadOnlyList<string> Ids(JsonArray array, string key) => [.. array.Select(n => (string)n![key]!)];

    private static IEnumerable<string> NamedIn(JsonObject body, params string[] keys) =>
        keys.Select(key => (string?)body[key]).OfType<string>();
}
