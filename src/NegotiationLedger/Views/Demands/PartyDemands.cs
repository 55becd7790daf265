using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>What became of a demand.</summary>
[JsonConverter(typeof(NamedValue<DemandStatus>))]
public enum DemandStatus
{
    /// <summary>Made, and still upheld.</summary>
    Standing,

    /// <summary>Upheld in another wording.</summary>
    Revised,

    /// <summary>Granted.</summary>
    Met,

    /// <summary>No longer upheld.</summary>
    Dropped,
}

/// <summary>One wording of a demand.</summary>
/// <param name="Text">The words.</param>
/// <param name="Since">From when.</param>
/// <param name="Occurred">The date as asserted.</param>
/// <param name="Event">The assertion.</param>
public sealed record Wording(string Text, DateTimeOffset Since, Edtf Occurred, EventId Event) : IIdentified
{
    string IIdentified.Identity => Event.ToString();
}

/// <summary>One demand of one party.</summary>
public sealed record Demand
{
    /// <summary>The issue it belongs to.</summary>
    public Field<IssueId>? Issue { get; init; }

    /// <summary>Its present wording; null for a demand that the lens only sees answered.</summary>
    public Field<string>? Text { get; init; }

    /// <summary>Whether the party calls it not negotiable.</summary>
    public Field<bool>? RedLine { get; init; }

    /// <summary>What became of it.</summary>
    public Field<DemandStatus>? Status { get; init; }

    /// <summary>When it was first said in public, EDTF; null when the lens shows no statement of it.</summary>
    public Edtf? FirstAsserted { get; init; }

    /// <summary>When it was last said in public, EDTF.</summary>
    public Edtf? LastAsserted { get; init; }

    /// <summary>In how many happenings it was stated after the first.</summary>
    public int Reaffirmed { get; init; }

    /// <summary>Its wordings in fold order, each once until it changes.</summary>
    public ImmutableList<Wording> Wordings { get; init; } = [];

    /// <summary>Whether the party still upholds it.</summary>
    [JsonIgnore]
    public bool IsUpheld => Status?.Value is DemandStatus.Standing or DemandStatus.Revised;
}

/// <summary>What one party demands.</summary>
/// <param name="Demands">Its demands by id.</param>
public sealed record DemandsOfParty(ImmutableSortedDictionary<string, Demand> Demands);

/// <summary>What every party demands, in which words, and what became of it.</summary>
public sealed record PartyDemands : IView<PartyDemands>
{
    /// <inheritdoc/>
    public static string Name => "demands";

    /// <inheritdoc/>
    public static int CodeVersion => 3;

    /// <summary>Title, parties and issues.</summary>
    public Frame Frame { get; init; } = new();

    /// <summary>The demands by party and id.</summary>
    public ImmutableSortedDictionary<string, DemandsOfParty> Parties { get; init; } = View.Map<DemandsOfParty>();

    /// <summary>The fields on which accounts differ.</summary>
    public IReadOnlyList<ContestedField> Contested =>
        [.. Parties.ContestedIn("/parties", (place, party) => party.Demands.ContestedIn($"{place}/demands", ContestedOf))];

    /// <inheritdoc/>
    public static PartyDemands Start { get; } = new();

    /// <inheritdoc/>
    public PartyDemands Apply(Step step) =>
        step.Data switch
        {
            DemandStated e => Change(e.Party, e.Demand, d => State(d, step, e)),
            DemandRevised e => Change(e.Party, e.Demand, d => Revise(d, step, e)),
            DemandMet e => Change(e.Party, e.Demand, d => d with { Status = d.Status.Say(step, DemandStatus.Met) }),
            DemandDropped e => Change(e.Party, e.Demand, d => d with { Status = d.Status.Say(step, DemandStatus.Dropped) }),
            _ => this,
        };

    /// <inheritdoc/>
    public PartyDemands Finish(Frame frame, IReadOnlyList<Assertion> claimed, PartyDemands? earlier = null) => this with { Frame = frame };

    private PartyDemands Change(PartyId party, DemandId demand, Func<Demand, Demand> change) =>
        this with
        {
            Parties = Parties.Change(party.Value, new(View.Map<Demand>()), p => new(p.Demands.Change(demand.Value, new(), change))),
        };

    private static Demand State(Demand demand, Step step, DemandStated e) =>
        Say(demand, step, e.Text) with
        {
            Issue = demand.Issue.SayIf(step, e.Issue),
            RedLine = demand.RedLine.Say(step, e.RedLine),
            Status = demand.Status.Say(step, DemandStatus.Standing),
            Reaffirmed = demand.Reaffirmed + (step.IsOverall && demand.FirstAsserted is not null ? 1 : 0),
        };

    private static Demand Revise(Demand demand, Step step, DemandRevised e) =>
        Say(demand, step, e.Text) with
        {
            RedLine = demand.RedLine.SayIf(step, e.RedLine),
            Status = demand.Status.Say(step, DemandStatus.Revised),
        };

    private static Demand Say(Demand demand, Step step, string text)
    {
        if (step.IsRevised)
            return demand with { Text = demand.Text.Say(step, text) };
        var asserted = step.Occurrence.Members.Select(m => m.Data.Attribution.AssertedOn).ToList();
        return demand with
        {
            Text = demand.Text.Say(step, text),
            FirstAsserted = asserted.Append(demand.FirstAsserted).OfType<Edtf>().MinBy(a => a.Earliest),
            LastAsserted = asserted.Append(demand.LastAsserted).OfType<Edtf>().MaxBy(a => a.Latest),
            Wordings =
                !step.IsOverall || demand.Wordings.LastOrDefault()?.Text == text
                    ? demand.Wordings
                    : demand.Wordings.Add(new(text, step.Place.At.Instant, step.Data.Occurred, step.Assertion.Id)),
        };
    }

    private static IEnumerable<ContestedField> ContestedOf(string place, Demand demand) =>
        [
            .. demand.Text.ContestedAs($"{place}/text"),
            .. demand.RedLine.ContestedAs($"{place}/redLine"),
            .. demand.Status.ContestedAs($"{place}/status"),
            .. demand.Issue.ContestedAs($"{place}/issue"),
        ];
}
