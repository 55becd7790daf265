using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary>The options by which a verb is told where the data is kept.</summary>
internal static class DatabaseOptions
{
    /// <summary>Makes them.</summary>
    public static (Option<string?> Data, Option<string?> Postgres) Make() =>
        (
            new("--data")
            {
                Description =
                    "Keep the data in a private PostgreSQL in this directory; in the usual directory unless --postgres or LEDGER_POSTGRES is given.",
                HelpName = "dir",
            },
            new("--postgres")
            {
                Description =
                    "Keep the data in this PostgreSQL (LEDGER_POSTGRES): the connection string of the schema's owner; LEDGER_POSTGRES_WRITER names that of the server's role where an administrator made it. Passwords may be in LEDGER_POSTGRES_PASSWORD and LEDGER_POSTGRES_WRITER_PASSWORD, or in files that the same names with _FILE give.",
                HelpName = "connection",
            }
        );

    /// <summary>Refuses both at once.</summary>
    public static void RefuseBoth(Command verb, Option<string?> data, Option<string?> postgres) =>
        verb.Validators.Add(result =>
        {
            if (result.GetValue(data) is not null && result.GetValue(postgres) is not null)
                result.AddError("Give --data or --postgres, not both.");
        });
}
