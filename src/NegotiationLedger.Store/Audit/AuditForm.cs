using System.Collections.Immutable;
using System.Text;

namespace NegotiationLedger.Store.Audit;

/// <summary>Forms of records, compared by what is stored of them.</summary>
internal static class AuditForm
{
    /// <summary>A form in words that are the same for equal forms.</summary>
    public static string Of(LedgerEvent data) => Encoding.UTF8.GetString(EventFormat.Write(data).Data.Span);

    /// <summary>A form that the index keeps of a record.</summary>
    /// <remarks>The index is built again when a type's JSON changes, so it is always in the newest version.</remarks>
    /// <exception cref="System.Text.Json.JsonException">It is of a version that this program does not know.</exception>
    public static LedgerEvent Read(byte[] standing, Entry entry)
    {
        var name = EventNames.Of(entry.Data);
        return EventFormat.Read(new(name.Name, name.SchemaVersion, standing));
    }

    /// <summary>The form of the first of some records that the others, which bear on it, give it.</summary>
    public static LedgerEvent StandingOf(IReadOnlyList<Entry> strand)
    {
        var history = new History(new(strand[0].Stream), strand.ToImmutableList(), Registry.Empty);
        return AuditTrail.Of(history, Lens.Everything).Find(strand[0].Id)!.Standing;
    }
}
