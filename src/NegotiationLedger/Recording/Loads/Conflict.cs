namespace NegotiationLedger.Recording.Loads;

/// <summary>What a file says otherwise than the ledger that it is loaded into, and what can be done about it.</summary>
internal static class Conflict
{
    private const int Longest = 200;

    internal static Problem OfRegistration(FileEvent file, string stream, int place, (string Field, string? Here, string? There) difference)
    {
        var what = stream.Replace(":", " '", StringComparison.Ordinal) + "'";
        return new(
            $"/{file.Line}/data/{difference.Field}",
            $"The {what} is {(place == 0 ? "registered" : "described further")} here with another '{difference.Field}': "
                + $"{Shown(difference.Here)}, in the file {Shown(difference.There)}. Load the file into a ledger that does not have this "
                + $"{what.Split(' ')[0]}, or give it another id throughout the file."
        );
    }

    internal static Problem OfOtherRecord(FileEvent file, NegotiationId negotiation, Entry here) =>
        new(
            $"/{file.Line}/id",
            $"Record {here.Version} of the negotiation '{negotiation}' is '{here.Id}' here and '{file.Id}' in the file: both ledgers went their own way. "
                + "Load the file into a ledger that does not have this negotiation."
        );

    internal static Problem OfRecord(FileEvent file, Entry here, (string Field, string? Here, string? There) difference) =>
        new(
            $"/{file.Line}/data/{difference.Field}",
            $"The record '{here.Id}' has another '{difference.Field}' here: {Shown(difference.Here)}, in the file {Shown(difference.There)}. "
                + "What is recorded never changes: undo the change to the file, and record a correction of the record instead."
        );

    private static string Shown(string? value) =>
        value is null ? "nothing"
        : value.Length <= Longest ? value
        : value[..(Longest - 1)] + "…";
}
