using System.Globalization;

namespace NegotiationLedger.Recording.Imports;

/// <summary>The parts of a date as they were read, 0 for those that it does not have.</summary>
internal sealed class DateParts
{
    private int _year;
    private int _month;
    private int _day;
    private int? _hour;
    private int _minute;
    private int _second;

    internal bool? IsAfternoon { get; set; }

    internal string? Zone { get; set; }

    /// <summary>Takes a number for a part; false where it can be none.</summary>
    internal bool Set(char part, int value)
    {
        switch (part)
        {
            case 'y':
                _year = value;
                return value > 0;
            case 'M':
                _month = value;
                return value > 0;
            case 'd':
                _day = value;
                return value > 0;
            case 'H':
                _hour = value;
                return value < 24;
            case 'h':
                _hour = value;
                return value is > 0 and <= 12;
            case 'm':
                _minute = value;
                return value < 60;
            default:
                _second = value;
                return value < 60;
        }
    }

    internal bool Has(char part) =>
        part switch
        {
            'y' => _year,
            'M' => _month,
            _ => _day,
        } > 0;

    /// <summary>The date, with what it lacks from another.</summary>
    internal DateParts Or(DateParts other) =>
        new()
        {
            _year = _year > 0 ? _year : other._year,
            _month = _month > 0 ? _month : other._month,
            _day = _day > 0 ? _day : other._day,
        };

    /// <summary>The date in EDTF; or neither that nor a complaint when it is no date.</summary>
    /// <param name="zones">Words for time zones.</param>
    internal (string? Edtf, string? Complaint) ToEdtf(IReadOnlyDictionary<string, string>? zones = null)
    {
        if (_year == 0 || (_month == 0 && _day > 0))
            return (null, null);
        var date = $"{_year:0000}" + (_month == 0 ? "" : $"-{_month:00}") + (_day == 0 ? "" : $"-{_day:00}");
        if (!Edtf.TryParse(date, out _, out _))
            return (null, null);
        if (_hour is not { } hour)
            return (date, null);
        hour = IsAfternoon is { } isAfternoon ? (hour % 12) + (isAfternoon ? 12 : 0) : hour;
        var (offset, complaint) = OffsetAt(new(_year, _month, _day, hour, _minute, _second, DateTimeKind.Unspecified), zones);
        return complaint is null ? ($"{date}T{hour:00}:{_minute:00}:{_second:00}{offset}", null) : (null, complaint);
    }

    private (string Offset, string? Complaint) OffsetAt(DateTime local, IReadOnlyDictionary<string, string>? zones)
    {
        if (Zone is not { } word)
            return ("", null);
        var name = zones?.GetValueOrDefault(word) ?? word;
        if (OffsetOf(name) is { } offset)
            return (offset, null);
        if (name.Contains('/', StringComparison.Ordinal) && HomeZone.TryParse(name, out var zone, out _))
            return (Written(local - zone.FirstAt(local).DateTime), null);
        return (
            "",
            $"the time zone '{word}' is not known: say in the map's 'zones' what it stands for, such as {{\"ET\": \"America/New_York\"}} or {{\"CET\": \"+01:00\"}}."
        );
    }

    /// <summary>An offset as EDTF writes it, or null when the text is none.</summary>
    internal static string? OffsetOf(string text)
    {
        if (text.ToUpperInvariant() is "Z" or "UTC" or "GMT")
            return "Z";
        return
            TimeSpan.TryParseExact(text.TrimStart('+', '-'), ["hh\\:mm", "hhmm", "hh"], CultureInfo.InvariantCulture, out var offset)
            && text[0] is '+' or '-'
            && offset <= TimeSpan.FromHours(14)
            ? Written(text[0] == '-' ? -offset : offset)
            : null;
    }

    private static string Written(TimeSpan offset) =>
        offset == TimeSpan.Zero ? "Z" : $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration():hh\\:mm}";
}
