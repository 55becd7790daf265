using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Tests.Vocabulary;

public sealed class CameoTests
{
    public static TheoryData<Matter> Matters => [.. Enum.GetValues<Matter>()];

    public static TheoryData<Threat> AllThreats => [.. Enum.GetValues<Threat>()];

    public static TheoryData<string> Developments =>
        [.. EventNames.All.Where(row => row.Type.IsSubclassOf(typeof(Development))).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Matters))]
    public void A_matter_has_a_code_in_every_family(Matter matter)
    {
        Cameo.Appeal(matter).ShouldBeCode(root: "02");
        Cameo.Intend(matter).ShouldBeCode(root: "03");
        Cameo.Demand(matter).ShouldBeCode(root: "10");
        Cameo.Reject(matter).ShouldBeCode(root: "12");
        Cameo.Yield(matter).ShouldBeCode(root: "08");
    }

    [Theory]
    [MemberData(nameof(AllThreats))]
    public void A_threat_has_a_code(Threat threat) => Cameo.Threaten(threat).ShouldBeCode(root: "13");

    [Fact]
    public void Without_a_matter_the_code_is_the_general_one_of_its_family() =>
        (Cameo.Appeal(null), Cameo.Demand(null), Cameo.Yield(null)).ShouldBe(("020", "100", "080"));

    [Theory]
    [MemberData(nameof(Developments))]
    public void Whatever_a_development_says_its_code_is_in_the_table(string name)
    {
        foreach (var development in Variations(Row(name)))
            (development.CameoCode is not { } code || Cameo.Find(code) is not null).ShouldBeTrue($"{development}: {development.CameoCode}");
    }

    [Theory]
    [MemberData(nameof(Developments))]
    public void What_is_denied_has_no_code_and_what_is_planned_only_one_of_intent(string name)
    {
        foreach (var development in Variations(Row(name)))
        {
            (development with { Claim = Claim.Denied }).CameoCode.ShouldBeNull();
            ((development with { Claim = Claim.Planned }).CameoCode ?? "03").ShouldStartWith("03");
            (development with { Claim = Claim.Conditional }).CameoCode.ShouldBe((development with { Claim = Claim.Actual }).CameoCode);
        }
    }

    [Theory]
    [InlineData("mediator_engaged", "045", "039")]
    [InlineData("mediator_withdrawn", "165", null)]
    [InlineData("talks_announced", "036", "036")]
    [InlineData("talks_scheduled", "036", "036")]
    [InlineData("meeting_held", "040", "036")]
    [InlineData("deadline_set", null, null)]
    [InlineData("declaration_made", null, null)]
    [InlineData("recognition_granted", "054", "032")]
    [InlineData("veto_cast", "129", null)]
    [InlineData("ruling_given", null, null)]
    [InlineData("talks_convened", "046", "036")]
    [InlineData("talks_resumed", "046", "036")]
    [InlineData("deadlock_declared", "012", null)]
    [InlineData("talks_collapsed", "164", null)]
    [InlineData("team_dispatched", "042", "036")]
    [InlineData("team_recalled", "164", null)]
    [InlineData("ultimatum_issued", "139", null)]
    [InlineData("military_operations_begun", "190", null)]
    [InlineData("military_operations_halted", "087", "0356")]
    [InlineData("ceasefire_began", "0871", "0356")]
    [InlineData("ceasefire_violated", "196", null)]
    [InlineData("persons_released", "0841", "0353")]
    [InlineData("sanctions_imposed", "163", null)]
    [InlineData("sanctions_eased", "085", "0354")]
    [InlineData("sanctions_reinstated", "163", null)]
    [InlineData("ceasefire_extended", "0871", "0356")]
    [InlineData("ceasefire_ended", null, null)]
    [InlineData("hostages_taken", "181", null)]
    [InlineData("prisoners_exchanged", "0841", "0353")]
    [InlineData("unrest_reported", "1442", null)]
    [InlineData("strike_begun", "1433", null)]
    [InlineData("strike_ended", "082", "0352")]
    [InlineData("lockout_begun", null, null)]
    [InlineData("lockout_ended", null, null)]
    [InlineData("arbitration_ordered", null, null)]
    [InlineData("agreement_signed", "057", "037")]
    [InlineData("agreement_ratified", "057", "037")]
    [InlineData("agreement_rejected", "127", null)]
    [InlineData("agreement_entered_into_force", null, null)]
    [InlineData("agreement_terminated", null, null)]
    [InlineData("vote_held", null, null)]
    [InlineData("commitment_made", "0353", "0353")]
    [InlineData("commitment_met", null, null)]
    [InlineData("figure_reported", null, null)]
    [InlineData("negotiation_opened", null, null)]
    [InlineData("venue_changed", null, null)]
    public void A_type_has_the_code_of_the_vocabulary(string name, string? actual, string? planned)
    {
        var development = Golden(name);

        (development with { Claim = Claim.Actual }).CameoCode.ShouldBe(actual);
        (development with { Claim = Claim.Planned }).CameoCode.ShouldBe(planned);
    }

    [Theory]
    [InlineData("demand_stated", "matter", "release", "1053")]
    [InlineData("demand_stated", "matter", "de_escalation", "1056")]
    [InlineData("demand_stated", "matter", null, "100")]
    [InlineData("demand_revised", "matter", "negotiation", "106")]
    [InlineData("proposal_rejected", "matter", "de_escalation", "1246")]
    [InlineData("proposal_rejected", "matter", "release", "1243")]
    [InlineData("proposal_rejected", "matter", null, "127")]
    [InlineData("response_characterized", "tone", "negative", "111")]
    [InlineData("response_characterized", "tone", "neutral", "010")]
    [InlineData("statement_made", "stance", "pessimistic", "012")]
    [InlineData("statement_made", "stance", "agreeing", "019")]
    [InlineData("accusation_made", "wrong", "unspecified", "112")]
    [InlineData("accusation_made", "wrong", "war_crimes", "1124")]
    [InlineData("appeal_made", "matter", null, "020")]
    [InlineData("appeal_made", "matter", "settlement", "027")]
    [InlineData("aid_delivered", "kind", "unspecified", "070")]
    [InlineData("aid_delivered", "kind", "protection", "074")]
    [InlineData("concession_offered", "granted", true, "084")]
    [InlineData("concession_offered", "granted", false, "0353")]
    [InlineData("intent_declared", "threat", "blockade", "1381")]
    [InlineData("intent_declared", "threat", null, "037")]
    [InlineData("demand_met", "matter", "release", "084")]
    [InlineData("commitment_made", "matter", null, "030")]
    [InlineData("meeting_held", "means", "telephone", "041")]
    [InlineData("meeting_held", "means", "video", "040")]
    [InlineData("meeting_held", "means", null, "040")]
    [InlineData("strike_begun", "matter", null, "143")]
    [InlineData("unrest_reported", "matter", "rights", "1443")]
    [InlineData("unrest_reported", "matter", "release", "144")]
    [InlineData("unrest_reported", "matter", null, "144")]
    [InlineData("unrest_reported", "kind", "dissent", "140")]
    [InlineData("unrest_reported", "kind", "strike_or_boycott", "1432")]
    [InlineData("unrest_reported", "kind", "riot", "1452")]
    public void A_payload_decides_the_code(string name, string member, object? value, string code) =>
        (With(Row(name), member, JsonSerializer.SerializeToNode(value)) with { Claim = Claim.Actual }).CameoCode.ShouldBe(code);

    [Fact]
    public void An_intent_without_matter_or_threat_considers_an_option()
    {
        var intent = (IntentDeclared)Golden("intent_declared") with { Matter = null, Threat = null };

        (intent with { Claim = Claim.Actual }).CameoCode.ShouldBe("014");
        (intent with { Claim = Claim.Planned }).CameoCode.ShouldBeNull();
    }

    [Theory]
    [InlineData("0333", Matter.HumanitarianAid)]
    [InlineData("0356", Matter.DeEscalation, Matter.DeEscalation)]
    [InlineData("037", Matter.DeEscalation, Matter.HumanitarianAid)]
    [InlineData("037", Matter.DeEscalation, null)]
    [InlineData("037")]
    public void An_offer_has_the_code_that_its_terms_share(string code, params Matter?[] matters)
    {
        var terms = matters.Index().ToDictionary(m => IssueId.Of($"issue-{m.Index}"), m => new Term("In words.", m.Item));

        ((ProposalOffered)Golden("proposal_offered") with { Terms = terms, Claim = Claim.Actual }).CameoCode.ShouldBe(code);
    }

    [Fact]
    public void An_offer_whose_terms_have_no_matter_is_one_to_settle_the_dispute() =>
        Cameo.SharedMatter([null]).ShouldBe(Matter.Settlement);

    [Theory]
    [InlineData("164", -6.5)]
    [InlineData("0871", 9)]
    [InlineData("127", -5)]
    [InlineData("190", -10)]
    [InlineData("046", 7)]
    [InlineData("016", -2)]
    public void A_code_has_its_goldstein_score(string code, double score) => Cameo.Find(code)!.Goldstein.ShouldBe((decimal)score);

    [Fact]
    public void Every_row_is_two_to_four_digits_under_a_root_between_minus_ten_and_ten()
    {
        Cameo.Codes.Count.ShouldBe(312);
        Cameo.Codes.ShouldAllBe(c => c.Code.Length >= 2 && c.Code.Length <= 4 && c.Code.All(char.IsAsciiDigit));
        Cameo.Codes.ShouldAllBe(c => Cameo.Find(c.Code.Substring(0, 2)) != null && c.Goldstein >= -10 && c.Goldstein <= 10);
        Cameo.Codes.ShouldAllBe(c => c.Name.Length > 0 && !c.Name.Contains('"'));
        Cameo.Codes.Count(c => c.Code.Length == 2).ShouldBe(20);
    }

    [Fact]
    public void A_code_keeps_its_leading_zeros()
    {
        Cameo.Find("046")!.Code.ShouldBe("046");
        Cameo.Find("46").ShouldBeNull();
        Cameo.Find("0871")!.Name.ShouldBe("Declare truce, ceasefire");
        Cameo.Find(null).ShouldBeNull();
    }

    [Theory]
    [InlineData("164", "SANCTION")]
    [InlineData("046", "CONSULT")]
    [InlineData("1053", "REQUEST")]
    [InlineData("127", "REJECT")]
    [InlineData("112", "ACCUSE")]
    [InlineData("012", null)]
    public void A_code_maps_to_a_plover_type(string code, string? plover) => Cameo.Find(code)!.Plover.ShouldBe(plover);

    [Fact]
    public void Every_code_but_a_comment_maps_to_a_plover_type() =>
        Cameo.Codes.Where(c => c.Plover is null).ShouldAllBe(c => c.Code.StartsWith("01"));

    private static EventName Row(string name) => EventNames.Find(name)!;

    private static Development Golden(string name) => (Development)GoldenFiles.Read(Row(name));

    // The golden development, and it again with every value of every choice it offers, each with each claim.
    private static IEnumerable<Development> Variations(EventName row) =>
        row
            .Shape.Properties.Where(p => p.Get is not null)
            .SelectMany(p => Values(p).Select(value => With(row, p.Name, value)))
            .Append((Development)GoldenFiles.Read(row))
            .SelectMany(d => Enum.GetValues<Claim>().Select(claim => d with { Claim = claim }));

    private static IEnumerable<JsonNode?> Values(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(bool))
            return [JsonValue.Create(true), JsonValue.Create(false)];
        var names = type.IsEnum ? Enum.GetNames(type).Select(n => (JsonNode?)JsonNamingPolicy.SnakeCaseLower.ConvertName(n)) : [];
        return property.IsGetNullable && !property.IsRequired ? names.Append(null) : names;
    }

    private static Development With(EventName row, string member, JsonNode? value)
    {
        var json = JsonNode.Parse(GoldenFiles.Text(row))!.AsObject();
        json.Remove(member);
        if (value is not null)
            json[member] = value;
        return (Development)GoldenFiles.Read(row, json.ToJsonString());
    }
}

internal static class CodeExpectations
{
    internal static void ShouldBeCode(this string code, string root)
    {
        code.ShouldStartWith(root);
        Cameo.Find(code).ShouldNotBeNull(code);
    }
}
