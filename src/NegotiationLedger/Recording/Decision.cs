using System.Text.Json;

namespace NegotiationLedger.Recording;

/// <summary>A record to be, as it was sent.</summary>
/// <param name="Id">Its id, given by the sender or by the host.</param>
/// <param name="Body">The body.</param>
/// <param name="Pointer">Where the body stands in what was sent: a JSON Pointer, empty for the whole.</param>
public sealed record Draft(EventId Id, JsonElement Body, string Pointer = "")
{
    /// <summary>Whether a record says what this draft does; where a quotation stands in its source is no difference.</summary>
    public bool IsRecordedAs(LedgerEvent data)
    {
        var row = EventNames.Of(data);
        return Body.ValueKind == JsonValueKind.Object
            && Body.TryGetProperty("type", out var type)
            && type.ValueEquals(row.Name)
            && EventShape.Read(Body, row).Data is { } said
            && SameContent.Difference(said, data) is null;
    }
}

/// <summary>A record that may be written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Data">What is to be recorded.</param>
/// <param name="Warnings">What its recorder should know.</param>
public sealed record Decided(EventId Id, LedgerEvent Data, IReadOnlyList<Warning> Warnings);

/// <summary>All of what was sent may be written, or none of it.</summary>
/// <param name="Records">What may be written, in the order sent; empty when there are problems.</param>
/// <param name="Problems">Why nothing may be written; empty when all may.</param>
public sealed record Decision(IReadOnlyList<Decided> Records, IReadOnlyList<Problem> Problems)
{
    /// <summary>A refusal.</summary>
    public static Decision Refused(params IEnumerable<Problem> problems) => new([], [.. problems.Distinct()]);
}
