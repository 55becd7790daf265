using System.Text;

namespace NegotiationLedger.Console;

/// <summary>How a field of a record is asked for.</summary>
public enum Control
{
    /// <summary>Words, or an id.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number, or a name.</summary>
    Round,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>One of some values.</summary>
    Choice,

    /// <summary>A date; EDTF.</summary>
    Date,

    /// <summary>JSON of any shape.</summary>
    Json,

    /// <summary>Several of a kind.</summary>
    List,

    /// <summary>Several of a kind, each under a name.</summary>
    Map,

    /// <summary>Fields of its own.</summary>
    Object,
}

/// <summary>A field of a form, made from what the vocabulary says of a field of a record.</summary>
/// <param name="Name">As it is spelled in the JSON; empty for the items of a list.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="IsRequired">Whether a record without it is refused.</param>
/// <param name="Control">How it is asked for.</param>
/// <param name="Known">Of what kind the ids are that are proposed for it; null for none.</param>
/// <param name="Values">What may be given, where only some values may, and what each means.</param>
/// <param name="Fields">The fields of an object.</param>
/// <param name="Item">What a list or a map holds.</param>
public sealed record FormField(
    string Name,
    string? Meaning,
    bool IsRequired,
    Control Control,
    string? Known,
    IReadOnlyDictionary<string, string?> Values,
    IReadOnlyList<FormField> Fields,
    FormField? Item
)
{
    private const string List = "list of: ";
    private const string Map = "object by ";
    private const string Id = " id";

    private static readonly string? Speaker = FieldForms.FormOf(typeof(SpeakerRef));

    /// <summary>What readers call it.</summary>
    public string Label => LabelOf(Name);

    /// <summary>The field as the vocabulary has it.</summary>
    internal static FormField Of(FieldAnswer field)
    {
        var isMap = field.Form.StartsWith(Map, StringComparison.Ordinal);
        var rest =
            isMap ? field.Form[(field.Form.IndexOf(": ", StringComparison.Ordinal) + 2)..]
            : field.Form.StartsWith(List, StringComparison.Ordinal) ? field.Form[List.Length..]
            : null;
        var fields = (field.Fields ?? []).Select(Of).ToList();
        var known = KnownOf(isMap ? field.Form[Map.Length..field.Form.IndexOf(':', StringComparison.Ordinal)] : rest ?? field.Form);
        var item = rest is null ? null : Of(field with { Name = "", Meaning = null, Form = rest });
        var control =
            isMap ? Control.Map
            : item is not null ? Control.List
            : ControlOf(field);
        return new(field.Name, field.Meaning, field.IsRequired, control, known, field.Values ?? Nothing, fields, item);
    }

    /// <summary>The fields of a type of record, those first without which it is refused.</summary>
    internal static IReadOnlyList<FormField> Of(EventName row) => [.. TypeAnswer.Of(row).Fields.Select(Of)];

    /// <summary>The field from whose text an id is proposed for this one, which names what the others describe; null for none.</summary>
    internal string? NamedBy(IEnumerable<FormField> others) =>
        Known is not null && Known == Name ? others.FirstOrDefault(f => f.Name is "name" or "title")?.Name : null;

    /// <summary>A field's name in words: <c>inReplyTo</c> is <c>In reply to</c>.</summary>
    internal static string LabelOf(string name)
    {
        var known = Say.Named("Field", name);
        if (known != name)
            return known;
        var words = new StringBuilder();
        foreach (var c in name)
            words.Append(
                char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}"
                : words.Length == 0 ? $"{char.ToUpperInvariant(c)}"
                : $"{c}"
            );
        return words.ToString();
    }

    private static readonly IReadOnlyDictionary<string, string?> Nothing = new Dictionary<string, string?>();

    private static string? KnownOf(string form) =>
        form == Speaker ? SpeakerId.Noun
        : form.EndsWith(Id, StringComparison.Ordinal) ? form[..^Id.Length]
        : null;

    private static Control ControlOf(FieldAnswer field) =>
        field.Values is not null ? Control.Choice
        : field.Fields is not null ? Control.Object
        : field.Form == FieldForms.FormOf(typeof(Edtf)) ? Control.Date
        : field.Form == FieldForms.FormOf(typeof(bool)) ? Control.Flag
        : field.Form == FieldForms.FormOf(typeof(decimal)) ? Control.Number
        : field.Form == FieldForms.FormOf(typeof(Round)) ? Control.Round
        : field.Form == FieldForms.FormOf(typeof(System.Text.Json.JsonElement)) ? Control.Json
        : Control.Text;
}
