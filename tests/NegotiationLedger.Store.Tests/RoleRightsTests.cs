using NegotiationLedger.Testing;

namespace NegotiationLedger.Store.Tests;

/// <summary>Who may do what in the database, held against the table that operators read.</summary>
public sealed class RoleRightsTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task Every_right_in_the_database_stands_in_the_table_of_rights()
    {
        await Ledger.Database.Apply("ledger", TestContext.Current.CancellationToken);
        await Ledger.Database.Apply("ledger", TestContext.Current.CancellationToken);
        var database = (string[])(await Ledger.AsAdmin(Rights($"{Ledger.Database.Name}_ledger_appender", Ledger.WriterRole)))!;
        var written = (await Document()).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToArray();
        database.Except(written).ShouldBeEmpty("The table in ops/database-roles.md lacks these.");
        written.Except(database).ShouldBeEmpty("The table in ops/database-roles.md says what is not so.");
    }

    private static string Rights(string appender, string server) =>
        $"""
            with roles (place, name) as (values (1, '{appender}'), (2, '{server}'), (3, 'public')),
            rights as (
                select c.relname::text as object, r.place, (
                    select string_agg(p || case when has_table_privilege(r.name, c.oid, p) then '' else ' (' || (
                        select string_agg(f.attname, ', ' order by f.attnum)
                        from pg_attribute f
                        where f.attrelid = c.oid and f.attnum > 0 and has_column_privilege(r.name, c.oid, f.attnum, p)) || ')' end, ', ' order by n)
                    from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) with ordinality as a (p, n)
                    where c.relkind <> 'S' and case when p in ('select', 'insert', 'update', 'references')
                        then has_any_column_privilege(r.name, c.oid, p) else has_table_privilege(r.name, c.oid, p) end) as may
                from pg_class c, roles r
                where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p', 'v')
                union all
                select c.relname, r.place, (
                    select string_agg(p, ', ' order by n) from unnest(array['select', 'usage', 'update']) with ordinality as a (p, n)
                    where has_sequence_privilege(r.name, c.oid, p))
                from pg_class c, roles r
                where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'S'
                union all
                select p.proname || '()', r.place, case when has_function_privilege(r.name, p.oid, 'execute') then 'execute' end
                from pg_proc p, roles r
                where p.pronamespace = 'ledger'::regnamespace and starts_with(p.proname, 'ledger_')
                union all
                select distinct 'mt_…()', r.place, case when has_function_privilege(r.name, p.oid, 'execute') then 'execute' end
                from pg_proc p, roles r
                where p.pronamespace = 'ledger'::regnamespace and not starts_with(p.proname, 'ledger_') and not p.prosecdef
                union all
                select distinct 'ledger_wolverine.…', r.place, (
                    select string_agg(p, ', ' order by n)
                    from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) with ordinality as a (p, n)
                    where has_table_privilege(r.name, c.oid, p))
                from pg_class c, roles r
                where c.relnamespace = 'ledger_wolverine'::regnamespace and c.relkind = 'r'
                union all
                select 'ledger (schema)', r.place, (
                    select string_agg(p, ', ' order by n) from unnest(array['usage', 'create']) with ordinality as a (p, n)
                    where has_schema_privilege(r.name, 'ledger', p))
                from roles r
            )
            select array_agg(format('| `%s` | %s | %s | %s |', a.object, coalesce(a.may, ''), coalesce(s.may, ''), coalesce(e.may, '')))
            from rights a join rights s on s.object = a.object and s.place = 2 join rights e on e.object = a.object and e.place = 3
            where a.place = 1
            """;

    private static async Task<string[]> Document()
    {
        await using var file = typeof(RoleRightsTests).Assembly.GetManifestResourceStream("database-roles.md")!;
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');
    }
}
