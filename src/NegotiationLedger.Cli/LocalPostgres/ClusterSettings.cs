namespace NegotiationLedger.Cli;

/// <summary>The settings that the ledger gives a private cluster, in a file of their own beside PostgreSQL's.</summary>
internal static class ClusterSettings
{
    public const string FileName = "ledger.conf";

    /// <summary>Writes the file. What it says holds until the next start.</summary>
    public static Task Write(DataDirectory home, int port, EmbeddedOptions options, CancellationToken cancellation) =>
        File.WriteAllTextAsync(Path.Combine(home.Cluster, FileName), Text(home.Socket, port, options), cancellation);

    /// <summary>The file's text: loopback and the socket, if any, and no other address.</summary>
    public static string Text(string? socket, int port, EmbeddedOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(provider: null),
            ["unix_socket_directories"] = socket ?? "",
            ["unix_socket_permissions"] = "0700",
            ["password_encryption"] = "scram-sha-256",
            ["max_connections"] = options.MaxConnections.ToString(provider: null),
            ["synchronous_commit"] = "on",
            ["jit"] = "off", // every question is a short one
        };
        if (!options.Durable)
        {
            settings["fsync"] = "off";
            settings["full_page_writes"] = "off";
        }
        return string.Concat(settings.Select(s => $"{s.Key} = '{Escaped(s.Value)}'\n"));
    }

    private static string Escaped(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
}
