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
    public PartyId? To { get; init; }

    /// <summary>The issue it belongs to.</summary>
    public IssueId? Issue { get; init; }

    /// <summary>By when.</summary>
    public Edtf? Deadline { get; init; }

    /// <summary>The last instant of the deadline; null where it has none.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>The agreement it is part of.</summary>
    public AgreementId? Agreement { get; init; }

    /// <summary>How it stands.</summary>
    public Field<CommitmentState>? State { get; init; }

    internal Commitment Make(Step step, CommitmentMade e)
    {
        var said = this with { Text = Text.Say(step, e.Text), State = State.Say(step, CommitmentState.Open) };
        return step.IsOverall
            ? said with
            {
                By = e.By,
                To = e.To,
                Issue = e.Issue,
                Deadline = e.Deadline,
                DeadlineAt = e.Deadline is { } deadline ? PeriodEnd.InstantOf(deadline, step.Assertion.Zone) : null,
                Agreement = e.Agreement,
            }
            : said;
    }

    internal Commitment At(DateTimeOffset asOf) =>
        State is { Value: CommitmentState.Open } state && DeadlineAt < asOf
            ? this with
            {
                State = state.Judged(CommitmentState.Overdue, DeadlineAt!.Value),
            }
            : this;
}
