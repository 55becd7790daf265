using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Console;
using NegotiationLedger.Server;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Keys;
using Npgsql;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger serve</c>: the server alone, on a schema that stands, with a login that cannot change what was recorded.</summary>
internal static class Serve
{
    private const int DefaultPort = 5080;

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var port = Port();
        var access = new AccessChoice();
        var postgres = new Option<string?>("--postgres")
        {
            Description =
                "The PostgreSQL that keeps the data (LEDGER_POSTGRES): the connection string of the server's role, not the owner's. Its password may be in LEDGER_POSTGRES_PASSWORD, or in a file that LEDGER_POSTGRES_PASSWORD_FILE names.",
            HelpName = "connection",
        };
        var verb = new Verb(
            "serve",
            "Serves a ledger whose schema 'ledger migrate' has created or upgraded, until interrupted. Refuses the owner's login.",
            "LEDGER_POSTGRES='Host=db;Database=negotiation_ledger;Username=ledger_server' LEDGER_POSTGRES_PASSWORD_FILE=/run/secrets/ledger ledger serve",
            "ledger serve --listen 0.0.0.0 --host ledger.example.org --certificate ledger.pem --certificate-key ledger.key"
        )
        {
            port,
            postgres,
        };
        access.AddTo(verb);
        verb.SetAction(
            (parsed, cancellation) =>
                Run(
                    shell,
                    access.Read(parsed, shell.Surroundings.Variable, parsed.GetValue(port), connection: ""),
                    parsed.GetValue(postgres),
                    cancellation
                )
        );
        return verb;
    }

    /// <summary>The option that names the port.</summary>
    public static Option<int> Port()
    {
        var port = new Option<int>("--port")
        {
            Description = "The port on 127.0.0.1; 0 takes a free one.",
            HelpName = "n",
            DefaultValueFactory = _ => DefaultPort,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 0 or > 65535))
                result.AddError($"--port is '{token.Value}': give a number from 0 to 65535.");
        });
        return port;
    }

    /// <summary>Serves until it is told to stop.</summary>
    /// <exception cref="UnsafeStartException">
    /// Everything would need a credential, and there is none; or it would be reached beyond this machine without TLS, or under no name.
    /// </exception>
    public static async Task Listen(Shell shell, LedgerServerOptions options, CancellationToken cancellation)
    {
        await RefuseOpen(options, cancellation);
        await using var server = LedgerServer.Create(options, ConsolePages.Served);
        await server.StartAsync(cancellation);
        await shell.Surroundings.Out.WriteLineAsync($"Listening on {LedgerServer.AddressOf(server)}");
        await server.WaitForShutdownAsync(cancellation);
    }

    private static async Task RefuseOpen(LedgerServerOptions options, CancellationToken cancellation)
    {
        if (!options.NeedsCredentials)
            return;
        if (!IPAddress.IsLoopback(options.Address) && options.Access.Hosts.Count == 0)
            throw new UnsafeStartException(
                $"To listen on {options.Address}, name the hosts that the server is asked under: --host ledger.example.org, as often as there are names."
            );
        if (options.IsExposed)
            throw new UnsafeStartException(
                $"Without TLS whoever is on the way to {options.Address} could read keys and take sessions: give --certificate and --certificate-key, or name the proxy that has TLS (--proxy 192.0.2.7), or say --insecure-http."
            );
        await using var keys = new KeyStore(options.ConnectionString, options.Schema);
        if (options.Access.Issuer is null && !await keys.HasAny(cancellation))
            throw new UnsafeStartException(
                "Everything would need a credential, and there is none: make the first with 'ledger key create --first' on this machine, or name an issuer with LEDGER_OIDC_ISSUER."
            );
    }

    /// <summary>Says why the server does not start.</summary>
    public static int Refuse(Shell shell, string why)
    {
        shell.Notes.Line(Phrase.Of(why, Ink.Bad));
        return ExitCodes.Refused;
    }

    /// <summary>Why a start failed, for what an operator can do something about; null for a fault of ours.</summary>
    public static string? Refusal(Exception e, int port) =>
        e switch
        {
            PostgresUnavailableException or SchemaException or NpgsqlException or UnsafeStartException => e.Message,
            IOException { InnerException: AddressInUseException or SocketException } => TakenPort(port),
            _ => null,
        };

    /// <summary>What is said of a port that cannot be had.</summary>
    public static string TakenPort(int port) =>
        $"Cannot listen on port {port}: another program may be using it. Stop that program, or choose another port with --port.";

    /// <summary>Whether a port is taken; asked before a database is started for nothing. Who takes it in between is met when it is listened on.</summary>
    public static bool IsTaken(int port)
    {
        if (port == 0)
            return false;
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task<int> Run(Shell shell, LedgerServerOptions options, string? postgres, CancellationToken cancellation)
    {
        if ((postgres ?? shell.Surroundings.Variable(DatabaseChoice.Name)) is not { Length: > 0 } named)
            return Refuse(shell, "Name the database with --postgres or LEDGER_POSTGRES; 'ledger up' runs a private one.");
        var port = options.Port;
        if (IsTaken(port))
            return Refuse(shell, TakenPort(port));
        try
        {
            void Say(string sentence) => shell.Notes.Line(Phrase.Of(sentence));
            var connection = DatabasePassword.Complete(named, DatabaseChoice.Name, shell.Surroundings.Variable);
            if (DatabasePassword.Warning(postgres) is { } warning)
                Say(warning);
            await StartingPostgres.Wait(connection, Say, ServedDatabase.Patience, cancellation);
            await LedgerSchema.Check(connection, Up.Schema, cancellation);
            await Listen(shell, options with { ConnectionString = connection }, cancellation);
            return ExitCodes.Done;
        }
        catch (Exception e) when (Refusal(e, port) is not null)
        {
            return Refuse(shell, Refusal(e, port)!);
        }
    }
}

/// <summary>A server would start where nobody could use it, or anybody; the message says how to mend it.</summary>
internal sealed class UnsafeStartException(string message) : Exception(message);
