using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Cli.Terminal;
using NegotiationLedger.Server;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Embedded;
using Npgsql;

namespace NegotiationLedger.Cli.Hosting;

/// <summary><c>ledger up</c>: the host. Brings a database and its schema up, and serves them until it is told to stop.</summary>
internal static class Up
{
    /// <summary>The schema that holds the ledger.</summary>
    public const string Schema = "ledger";

    private const int DefaultPort = 5080;

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var port = new Option<int>("--port")
        {
            Description = "The port on 127.0.0.1; 0 takes a free one.",
            HelpName = "n",
            DefaultValueFactory = _ => DefaultPort,
        };
        var (data, postgres) = DatabaseOptions.Make();
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 0 or > 65535))
                result.AddError($"--port is '{token.Value}': give a number from 0 to 65535.");
        });
        var verb = new Verb(
            "up",
            "Starts the ledger on this machine, with a private PostgreSQL unless one is given, and serves it until it is interrupted.",
            "ledger up",
            "ledger up --port 0 --data ./ledger-data",
            "LEDGER_POSTGRES='Host=db;Database=negotiation_ledger;Username=ledger_owner;Password=...' ledger up"
        )
        {
            port,
            data,
            postgres,
        };
        DatabaseOptions.RefuseBoth(verb, data, postgres);
        verb.SetAction(
            (parsed, cancellation) =>
                Run(
                    shell,
                    parsed.GetValue(port),
                    new(parsed.GetValue(data), parsed.GetValue(postgres), shell.Surroundings.Variable),
                    cancellation
                )
        );
        return verb;
    }

    private static async Task<int> Run(Shell shell, int port, DatabaseChoice choice, CancellationToken cancellation)
    {
        if (IsTaken(port))
            return Refuse(shell, TakenPort(port));
        try
        {
            var warm = Task.Run(WarmUp.Run, cancellation);
            await using var database = await ServedDatabase.Open(choice, sentence => shell.Notes.Line(Phrase.Of(sentence)), cancellation);
            await LedgerSchema.Apply(
                database.Connections.Owner,
                Schema,
                database.Connections.WriterRole,
                cancellation,
                database.Connections.Administrator
            );
            await warm;
            await Serve(shell, port, database.Connections.Writer, cancellation);
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is PostgresUnavailableException or SchemaException or NpgsqlException)
        {
            return Refuse(shell, e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            return Refuse(shell, TakenPort(port));
        }
    }

    private static int Refuse(Shell shell, string why)
    {
        shell.Notes.Line(Phrase.Of(why, Ink.Bad));
        return ExitCodes.Refused;
    }

    private static string TakenPort(int port) =>
        $"Port {port} cannot be listened on: another program may be using it. Stop it, or take another with --port.";

    // Asked before a database is started for nothing; who takes the port in between is met when it is listened on.
    private static bool IsTaken(int port)
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

    private static async Task Serve(Shell shell, int port, string writer, CancellationToken cancellation)
    {
        await using var server = LedgerServer.Create(
            new()
            {
                ConnectionString = writer,
                Schema = Schema,
                Port = port,
                SendsMetrics = shell.Surroundings.Variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 },
                IsBehindLoopback = shell.Surroundings.Variable("LEDGER_PUBLISHED_ON_LOOPBACK") == "1",
            }
        );
        await server.StartAsync(cancellation);
        await shell.Surroundings.Out.WriteLineAsync($"Listening on {LedgerServer.AddressOf(server)}");
        await server.WaitForShutdownAsync(cancellation);
    }
}
