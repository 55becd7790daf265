namespace NegotiationLedger.Store.Tests;

/// <summary>What PostgreSQL's catalog says of a schema, a line for each thing, without the schema's name
/// and without the order of columns in Marten's tables, which it adds to,
/// nor the default of mt_events.timestamp, which Marten writes as the moment at which it makes the table.</summary>
internal static class SchemaDescription
{
    /// <summary>The statement that returns it as an array of lines.</summary>
    /// <param name="schema">A word of the test's own.</param>
    public static string Of(string schema) =>
        $$"""
            select array_agg(
                replace(replace(replace(line, '{{schema}}_appender', '<appender>'), '{{schema}}.', ''), '''{{schema}}''', '<schema>'))
            from (
                select format('column %s %s %s %s %s', c.relname,
                    case when not starts_with(c.relname, 'mt_') then row_number() over (partition by c.oid order by a.attnum) end, a.attname || ' ' || format_type(a.atttypid, a.atttypmod), a.attnotnull,
                    case when (c.relname, a.attname) <> ('mt_events', 'timestamp') then pg_get_expr(d.adbin, d.adrelid) end) as line
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                where c.relnamespace = '{{schema}}'::regnamespace and c.relkind in ('r', 'p', 'v')
                union all
                select format('relation %s %s %s %s', c.relname, c.relkind, c.relacl, c.reloptions)
                from pg_class c
                where c.relnamespace = '{{schema}}'::regnamespace and c.relkind <> 'i'
                union all
                select format('constraint %s %s %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
                from pg_constraint c
                where c.connamespace = '{{schema}}'::regnamespace
                union all
                select format('index %s', pg_get_indexdef(i.indexrelid))
                from pg_index i join pg_class c on c.oid = i.indrelid
                where c.relnamespace = '{{schema}}'::regnamespace
                union all
                select format('trigger %s %s', t.tgenabled, pg_get_triggerdef(t.oid))
                from pg_trigger t join pg_class c on c.oid = t.tgrelid
                where c.relnamespace = '{{schema}}'::regnamespace and not t.tgisinternal
                union all
                select format('function %s %s %s', pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner), p.proacl)
                from pg_proc p
                where p.pronamespace = '{{schema}}'::regnamespace
            ) described (line)
            """;
}
