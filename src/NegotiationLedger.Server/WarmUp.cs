namespace NegotiationLedger.Server;

/// <summary>Does once, on a made-up history, what the first answer needs, so that it can be done while the database starts.</summary>
public static class WarmUp
{
    /// <summary>Reads, orders and folds one record into every view. Touches no ledger.</summary>
    public static void Run()
    {
        var opened = new NegotiationOpened("Warm-up")
        {
            Occurred = Edtf.Day(2025, 1, 1),
            Attribution = new(new("warm-up"), Mode.Observed, Edtf.Day(2025, 1, 1)),
        };
        var data = EventFormat.Read(EventFormat.Write(opened));
        var entry = new Entry(default, 1, "warm-up", 1, DateTimeOffset.UnixEpoch, "warm-up", data);
        var account = History.Empty(new("warm-up"), Registry.Empty).With([entry], Registry.Empty).Through(Lens.Everything);
        foreach (var view in ViewCatalog.All)
            view.Fold(account);
    }
}
