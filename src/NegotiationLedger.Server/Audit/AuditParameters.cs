using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>Reads an audit's question, and the places between its pages, from a query.</summary>
/// <param name="Question">The question.</param>
/// <param name="RecordedUntil">As of which position it is asked; null for now.</param>
/// <param name="Given">What was given, by parameter.</param>
/// <param name="Sort">In which order the pages come; in that which suits the question when null.</param>
internal sealed record AuditParameters(
    AuditQuestion Question,
    Bound? RecordedUntil,
    IReadOnlyDictionary<string, string> Given,
    AuditOrder? Sort = null
)
{
    private const int LongestText = 1000;

    /// <summary>The parameters that choose records.</summary>
    internal static Parameter[] Filters { get; } =
    [
        new("negotiation", "Only records of this negotiation."),
        new("type", "Only records of this type, such as statement_made, proposal_rejected or assertion_disputed."),
        new("mode", "Only records with this mode: on_record, attributed, anonymous, observed or inferred."),
        new("speaker", "Only what this registered speaker asserts, or party:<id> when the source names nobody."),
        new("party", "Only what is asserted from this party's viewpoint (by the speaker's role at the time), or names it."),
        new("source", "Only what this source carries."),
        new("publisher", "Only what sources of this publisher carry, named as registered."),
        new("recordedBy", "Only what this principal recorded."),
        new(
            "fate",
            "Only records with this fate: corroborated, disputed, corrected or retracted; standing: not retracted; none: no other record is about them."
        ),
        new(
            "occurredFrom",
            "Only what occurred then or later: an EDTF date, meaning its beginning, or an instant. A vague date counts by its earliest instant."
        ),
        new(
            "occurredTo",
            "Only what occurred then or earlier: an EDTF date, meaning its end, or an instant. A vague date counts by its earliest instant."
        ),
        .. EntryFilter.Asserted,
        new("recordedFrom", "Only what was recorded then or later: an EDTF date, meaning its beginning, or an instant."),
        new("recordedTo", "Only what was recorded then or earlier: an EDTF date, meaning its end, or an instant."),
        new(
            "text",
            "Only records with these words in the quotation or the payload, as recorded or as corrected: word, \"exact phrase\", one or other, -without. Accents and case are ignored; so are word endings where the source's language has a stemmer."
        ),
        new(
            "sort",
            "recorded: by the time of recording, the first first; occurred: by the earliest instant spoken of; relevance: by how well the words of 'text' match. Without it relevance where there is a text, occurred where occurredFrom or occurredTo is given, else recorded."
        ),
        new("recordedUntil", "As the ledger knew it then: an instant, an EDTF date, or a position @<sequence>, inclusive."),
    ];

    /// <summary>What tells this question from every other.</summary>
    internal string Canonical => string.Join('&', Given.Select(g => $"{g.Key}={Uri.EscapeDataString(g.Value)}"));

    private string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)).AsSpan(0, 4));

    /// <summary>Reads the question.</summary>
    /// <exception cref="ProblemException">A value is none of its kind.</exception>
    internal static AuditParameters Of(HttpRequest request)
    {
        var reader = new Reader(request);
        var question = new AuditQuestion
        {
            Negotiation = reader.Id<NegotiationId>("negotiation"),
            Type = reader.Named("type", Types, t => t),
            Mode = reader.Named<Mode?>("mode", NamedValue<Mode>.All, m => NamedValue<Mode>.Named(m)),
            Speaker = reader.Speaker("speaker"),
            Party = reader.Id<PartyId>("party"),
            Source = reader.Id<SourceId>("source"),
            Publisher = reader.Text("publisher"),
            RecordedBy = reader.Text("recordedBy"),
            Fate = reader.Named<FateAsked?>("fate", NamedValue<FateAsked>.All, f => NamedValue<FateAsked>.Named(f)),
            OccurredFrom = reader.Date("occurredFrom", isEnd: false),
            OccurredTo = reader.Date("occurredTo", isEnd: true),
            AssertedFrom = reader.Date("assertedFrom", isEnd: false),
            AssertedTo = reader.Date("assertedTo", isEnd: true),
            RecordedFrom = reader.Date("recordedFrom", isEnd: false),
            RecordedTo = reader.Date("recordedTo", isEnd: true),
            Text = reader.Text("text"),
        };
        reader.Ordered("occurredFrom", question.OccurredFrom, "occurredTo", question.OccurredTo);
        reader.Ordered("assertedFrom", question.AssertedFrom, "assertedTo", question.AssertedTo);
        reader.Ordered("recordedFrom", question.RecordedFrom, "recordedTo", question.RecordedTo);
        var sort = reader.Named<AuditOrder?>("sort", NamedValue<AuditOrder>.All, o => NamedValue<AuditOrder>.Named(o));
        if (sort is AuditOrder.Relevance && question.Text is null)
            reader.Problems.Add(new("/sort", "'relevance' needs words to look for: give 'text', or another order."));
        var until = reader.Until();
        return reader.Problems.Count == 0 ? new(question, until, reader.Given, sort) : throw Server.Problems.Query(reader.Problems);
    }

    /// <summary>The place that <c>after</c> names; null for the first page.</summary>
    /// <exception cref="ProblemException">It is not a place of this question.</exception>
    internal AuditPlace? After(HttpRequest request)
    {
        string? text = request.Query["after"];
        if (text is null)
            return null;
        var parts = text.Split('.');
        if (
            parts.Length == 5
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && NamedValue<AuditOrder>.Named(parts[1]) is { } order
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && KeyOf(order, parts[3]) is { } key
        )
        {
            return parts[4] == Digest
                ? new(position, order, sequence, key.Occurred, key.Rank)
                : throw Server.Problems.Query(
                    new Problem("/after", $"'{text}' continues another query: keep the other parameters the same for every page.")
                );
        }

        throw Server.Problems.Query(
            new Problem("/after", $"'{text}' is not a place to continue from: give the 'next' of the previous page.")
        );
    }

    /// <summary>A place as <see cref="After"/> reads it.</summary>
    internal string Write(AuditPlace place)
    {
        var key = place.Order switch
        {
            AuditOrder.Occurred => place.Occurred!.Value.UtcTicks.ToString(CultureInfo.InvariantCulture),
            AuditOrder.Relevance => BitConverter.SingleToUInt32Bits(place.Rank!.Value).ToString("x8", CultureInfo.InvariantCulture),
            _ => "",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{place.Position}.{NamedValue<AuditOrder>.NameOf(place.Order)}.{place.Sequence}.{key}.{Digest}"
        );
    }

    private static IReadOnlyList<string> Types { get; } =
    [.. EventNames.All.Where(n => !n.Type.IsSubclassOf(typeof(Registration))).Select(n => n.Name)];

    private static (DateTimeOffset? Occurred, float? Rank)? KeyOf(AuditOrder order, string text) =>
        order switch
        {
            AuditOrder.Occurred
                when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                    && ticks <= DateTimeOffset.MaxValue.UtcTicks => (new DateTimeOffset(ticks, TimeSpan.Zero), null),
            AuditOrder.Relevance
                when uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
                    && float.IsFinite(BitConverter.UInt32BitsToSingle(bits)) => (null, BitConverter.UInt32BitsToSingle(bits)),
            AuditOrder.Recorded when text.Length == 0 => (null, null),
            _ => null,
        };

    /// <summary>One reading of a query; what is wrong is gathered.</summary>
    private sealed class Reader(HttpRequest request)
    {
        internal List<Problem> Problems { get; } = [];

        internal SortedDictionary<string, string> Given { get; } = new(StringComparer.Ordinal);

        internal string? Text(string name)
        {
            string? text = request.Query[name];
            if (text is null)
                return null;
            Given[name] = text;
            var complaint =
                string.IsNullOrWhiteSpace(text) ? "is empty: fill it in, or leave it out"
                : text.Length > LongestText ? $"is longer than {LongestText} characters: shorten it"
                : text.Contains('\0', StringComparison.Ordinal) ? "contains the character U+0000: remove it"
                : null;
            if (complaint is null)
                return text;
            Problems.Add(new($"/{name}", $"'{name}' {complaint}."));
            return null;
        }

        internal T? Id<T>(string name)
            where T : struct, ISlug<T>
        {
            if (Text(name) is not { } text)
                return null;
            if (Slug.IsValid(text))
                return T.Of(text);
            Problems.Add(new($"/{name}", Slug.Complaint(T.Noun, text)));
            return null;
        }

        internal SpeakerRef? Speaker(string name)
        {
            if (Text(name) is not { } text)
                return null;
            if (SpeakerRef.TryParse(text, out var speaker))
                return speaker;
            Problems.Add(
                new(
                    $"/{name}",
                    $"'{text}' is not a speaker: give the id of a registered speaker, or party:<id> for a party that speaks for itself."
                )
            );
            return null;
        }

        internal T? Named<T>(string name, IReadOnlyList<string> names, Func<string, T> read)
        {
            if (Text(name) is not { } text)
                return default;
            if (names.Contains(text))
                return read(text);
            Problems.Add(new($"/{name}", $"'{text}' is not a valid {name}: give one of {string.Join(", ", names)}."));
            return default;
        }

        internal DateTimeOffset? Date(string name, bool isEnd) => Bound.Read(name, Text(name), BoundMark.None, isEnd, Problems)?.Instant;

        internal void Ordered(string first, DateTimeOffset? from, string last, DateTimeOffset? to)
        {
            if (from > to)
                Problems.Add(new($"/{first}", $"'{first}' ({Given[first]}) is after '{last}' ({Given[last]}): swap them."));
        }

        internal Bound? Until() => Bound.Read("recordedUntil", Text("recordedUntil"), BoundMark.Position, isEnd: true, Problems);
    }
}
