using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>How a commitment stands.</summary>
[JsonConverter(typeof(NamedValue<CommitmentState>))]
public enum CommitmentState
{
    /// <summary>To be met.</summary>
    Open,

    /// <summary>Met.</summary>
    Met,

    /// <summary>Not met.</summary>
    Missed,

    /// <summary>Its deadline has passed, and nobody says that it was met or missed.</summary>
    Overdue,
}

/// <summary>What a party bound itself to.</summary>
public sealed record Commitment
{
    /// <summary>To what, in words; null for one that the lens only sees met or missed.</summary>
    public Field<string>? Text { get; init; }

    /// <summary>Who is bound; null as <see cref="Text"/> is.</summary>
    public PartyId? By { get; init; }

    /// <summary>To whom.</summary>
    public Field<PartyId>? To { get; init; }

    /// <summary>The issue it belongs to.</summary>
    public Field<IssueId>? Issue { get; init; }

    /// <summary>By when; its end counts.</summary>
    public Field<PeriodEnd>? Deadline { get; init; }

    /// <summary>The last instant of the deadline; null where it has none.</summary>
    public DateTimeOffset? DeadlineAt => Deadline?.Value.At;

    /// <summary>The agreement it is part of.</summary>
    public Field<AgreementId>? Agreement { get; init; }

    /// <summary>How it stands.</summary>
    public Field<CommitmentState>? State { get; init; }

    internal Commitment Make(Step step, CommitmentMade e) =>
        this with
        {
            Text = Text.Say(step, e.Text),
            By = e.By,
            To = To.SayIf(step, e.To),
            Issue = Issue.SayIf(step, e.Issue),
            Deadline = Deadline.SayIf(step, PeriodEnd.Of(step, e.Deadline)),
            Agreement = Agreement.SayIf(step, e.Agreement),
            State = State.Say(step, CommitmentState.Open),
        };

    internal Commitment At(DateTimeOffset asOf) =>
        State is { Value: CommitmentState.Open } state && Deadline is { } deadline && deadline.Value.IsOver(asOf)
            ? this with
            {
                State = state.RanOut(CommitmentState.Overdue, deadline, asOf),
            }
            : this;

    /// <summary>When it is overdue by itself.</summary>
    internal IEnumerable<DateTimeOffset?> Ends => State is { Value: CommitmentState.Open } state ? state.EndsBy(Deadline) : [];
}
