using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class ProvDocumentTests
{
    private static readonly string Words = Said(
            "statement_made",
            "'text':'No crisis.','stance':'optimistic'",
            by: "envoy",
            source: "speech",
            id: Id(1)
        )
        .Replace(
            "\"mode\":\"attributed\"",
            "\"mode\":\"on_record\",\"quote\":{\"exact\":\"“No crisis,” he said\"},\"relayedBy\":[{\"publisher\":\"The Wire: World!\"},{\"speaker\":\"official\"}]",
            StringComparison.Ordinal
        );

    [Fact]
    public async Task The_Doha_talks_are_a_valid_document_with_every_record_its_source_and_its_speakers()
    {
        var talks = Doha.Ledger();
        var prov = await Write(talks);

        Ids(prov, "entity", "record:").Count().ShouldBe(talks.History.Entries.Count);
        prov["entity"]!["source:peace-talks-collapse"]!["prov:label"]!.GetValue<string>().ShouldBe("Peace Talks Collapse—Is WW3 Next?");
        Ids(prov, "agent", "speaker:").Count().ShouldBe(4);
        Relations(prov, "actedOnBehalfOf")
            .ShouldContain(r => Pair(r, "delegate", "responsible") == "speaker:steve-witkoff party:doha-2025/united-states");
        Relations(prov, "wasDerivedFrom").Count(r => Type(r) == "prov:Quotation").ShouldBe(Ids(prov, "entity", "quote:").Count());
    }

    [Fact]
    public async Task A_record_leads_to_its_words_source_speaker_relays_and_recorder()
    {
        var prov = await Write(Opened().Record(Words));
        var (record, quote) = ($"record:{Id(1)}", $"quote:{Id(1)}");

        prov["entity"]![quote]!["prov:value"]!.GetValue<string>().ShouldBe("“No crisis,” he said");
        Of(prov, "wasDerivedFrom", "generatedEntity", quote).ShouldHaveSingleItem().ShouldBe($"{quote} source:speech prov:Quotation");
        Of(prov, "wasDerivedFrom", "generatedEntity", record)
            .ShouldBe([$"{record} source:speech prov:PrimarySource", $"{record} {quote}"], ignoreOrder: true);
        Of(prov, "wasAttributedTo", "entity", record)
            .ShouldBe([
                $"{record} speaker:envoy ledger:Speaker",
                $"{record} publisher:The%20Wire%3A%20World%21 ledger:Relay",
                $"{record} speaker:official ledger:Relay",
            ]);
        Of(prov, "wasAttributedTo", "entity", quote).ShouldHaveSingleItem().ShouldBe($"{quote} speaker:envoy ledger:Speaker");
        Of(prov, "actedOnBehalfOf", "delegate", "speaker:envoy").ShouldHaveSingleItem().ShouldBe("speaker:envoy party:talks/alpha");
        Of(prov, "wasGeneratedBy", "entity", record).ShouldHaveSingleItem().ShouldBe($"{record} recording:{Id(1)}");
        Of(prov, "wasAssociatedWith", "activity", $"recording:{Id(1)}")
            .ShouldHaveSingleItem()
            .ShouldBe($"recording:{Id(1)} principal:tester");
    }

    [Fact]
    public async Task What_a_source_says_in_its_own_voice_is_its_publishers_and_nobodys_when_that_is_unknown()
    {
        var prov = await Write(Given(Said("talks_collapsed", id: Id(1)), Said("talks_resumed", source: "memo", id: Id(2))));

        Of(prov, "wasAttributedTo", "entity", $"record:{Id(1)}").ShouldBe([$"record:{Id(1)} publisher:The%20Gazette ledger:OwnVoice"]);
        Of(prov, "wasAttributedTo", "entity", $"record:{Id(2)}").ShouldBeEmpty();
        Of(prov, "wasAttributedTo", "entity", "source:gazette").ShouldBe(["source:gazette publisher:The%20Gazette ledger:Publisher"]);
    }

    [Fact]
    public async Task Each_correction_revises_the_form_before_it_and_the_last_one_says_what_stands()
    {
        var prov = await Write(
            Given(
                Words,
                Corrected(Id(1), "'text':'No crisis yet.'", id: Id(2)),
                Corrected(Id(1), "'attribution':{'speaker':'official'}", id: Id(3))
            )
        );

        Relations(prov, "wasDerivedFrom")
            .Where(r => Type(r) == "prov:Revision")
            .Select(r => Pair(r, "generatedEntity", "usedEntity"))
            .ShouldBe([$"form:{Id(2)} record:{Id(1)}", $"form:{Id(3)} form:{Id(2)}"]);
        prov["entity"]![$"form:{Id(3)}"]!["prov:value"]!["$"]!.GetValue<string>().ShouldContain("No crisis yet.");
        prov["entity"]![$"record:{Id(1)}"]!["prov:value"]!["$"]!.GetValue<string>().ShouldContain("No crisis.");
        Of(prov, "wasAttributedTo", "entity", $"record:{Id(1)}")[0].ShouldContain("speaker:envoy");
        Of(prov, "wasAttributedTo", "entity", $"form:{Id(3)}")[0].ShouldContain("speaker:official");
        Of(prov, "wasGeneratedBy", "entity", $"form:{Id(3)}").ShouldBe([$"form:{Id(3)} act:{Id(3)}"]);
        prov["activity"]![$"act:{Id(2)}"]!["ledger:reason"]!.GetValue<string>().ShouldBe("mistaken");
    }

    [Fact]
    public async Task A_retraction_invalidates_the_record_and_its_forms_and_a_dispute_derives_from_it()
    {
        var prov = await Write(
            Given(
                Words,
                Disputed(Id(1), asserted: "2025-07-25", id: Id(2)),
                Corrected(Id(1), "'text':'X'", id: Id(3)),
                Retracted(Id(1), id: Id(4))
            )
        );

        Relations(prov, "wasInvalidatedBy")
            .Select(r => Pair(r, "entity", "activity"))
            .ShouldBe([$"record:{Id(1)} act:{Id(4)}", $"form:{Id(3)} act:{Id(4)}"]);
        prov["entity"]![$"note:{Id(2)}"]!["prov:value"]!.GetValue<string>().ShouldBe("doubtful");
        Of(prov, "wasDerivedFrom", "generatedEntity", $"note:{Id(2)}").ShouldBe([$"note:{Id(2)} record:{Id(1)}"]);
        Of(prov, "used", "activity", $"act:{Id(2)}").ShouldBe([$"act:{Id(2)} source:wire"]);
    }

    [Fact]
    public async Task What_was_done_and_undone_stays_a_valid_document()
    {
        var prov = await Write(
            Given(
                Words,
                Corrected(Id(1), "'text':'X'", id: Id(2)),
                Corrected(Id(2), "'text':'Y'", id: Id(3)),
                Retracted(Id(2), id: Id(4)),
                Retracted(Id(1), id: Id(5)),
                Retracted(Id(1), id: Id(6)),
                Disputed(Id(1), id: Id(7)),
                Corrected(Id(1), "'text':'Z'", id: Id(8)),
                About("assertion_corroborated", Id(1), "'grounds':'seen'", "2025-07-30", Id(9)),
                Said("talks_resumed", id: Id(10)),
                Retracted(Id(10), id: Id(11)),
                Retracted(Id(11), id: Id(12))
            )
        );

        Relations(prov, "wasInvalidatedBy")
            .Select(r => Pair(r, "entity", "activity"))
            .ShouldBe(
                [
                    $"record:{Id(1)} act:{Id(5)}",
                    $"record:{Id(2)} act:{Id(4)}",
                    $"form:{Id(3)} act:{Id(4)}",
                    $"record:{Id(11)} act:{Id(12)}",
                ],
                ignoreOrder: true
            );
        prov["activity"]![$"act:{Id(11)}"]!["ledger:stands"]!["$"]!.GetValue<string>().ShouldBe("false");
    }

    [Fact]
    public async Task Names_in_any_script_are_qualified_names()
    {
        var talks = new Ledger("talks")
            .Source(Quotes("{'source':'s','kind':'article','title':'T','publisher':'-Ежедневная \\\"газета\\\" (№ 1).'}"))
            .Open(
                Quotes("{'id':'talks','title':'T','occurred':'2025','attribution':{'source':'s','mode':'observed','assertedOn':'2025'}}")
            );

        (await Write(talks))["agent"]!
            .AsObject()
            .Select(a => a.Key)
            .ShouldContain(k => k.StartsWith("publisher:%2D%D0%95", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_a_valid_document_too()
    {
        var prov = await Write(new Ledger());

        prov.AsObject().Select(m => m.Key).ShouldBe(["prefix", "entity"]);
    }

    [Fact]
    public async Task A_document_cut_short_shows_it()
    {
        using var output = new MemoryStream();
        await using (var document = new ProvDocument(output, () => new MemoryStream()))
        {
            foreach (var record in AuditTrail.Of(Doha.Ledger().History, Lens.Everything).Records)
                await document.Add(record, Doha.Ledger().History.Registry, TestContext.Current.CancellationToken);
        }

        ProvJsonValidator.Check(Encoding.UTF8.GetString(output.ToArray())).ShouldHaveSingleItem().ShouldContain("cut short");
    }

    [Fact]
    public async Task Entities_are_on_their_way_before_the_last_record_is_read_and_the_rest_is_spooled()
    {
        using var output = new MemoryStream();
        var spools = new List<MemoryStream>();
        await using var document = new ProvDocument(output, () => spools.AddIn(new MemoryStream()));
        var talks = Doha.Ledger();
        var trail = AuditTrail.Of(talks.History, Lens.Everything).Records;
        for (var i = 0; i < 10; i++)
        {
            foreach (var record in trail)
                await document.Add(Renamed(record, i), talks.History.Registry, TestContext.Current.CancellationToken);
        }

        output.Length.ShouldBeGreaterThan(64 * 1024);
        spools.Sum(s => s.Length).ShouldBeGreaterThan(64 * 1024);
        await document.Finish(TestContext.Current.CancellationToken);
        ProvJsonValidator.Check(Encoding.UTF8.GetString(output.ToArray())).ShouldBeEmpty();
    }

    private static AuditRecord Renamed(AuditRecord record, int round)
    {
        var bytes = record.Id.Value.ToByteArray(bigEndian: true);
        bytes[15] ^= (byte)(round << 4);
        bytes[14] ^= (byte)round;
        return record with { Entry = record.Entry with { Id = new(new Guid(bytes, bigEndian: true)) } };
    }

    private static async Task<JsonNode> Write(Ledger ledger)
    {
        using var output = new MemoryStream();
        await using (var document = new ProvDocument(output, () => new MemoryStream()))
        {
            foreach (var record in AuditTrail.Of(ledger.History, Lens.Everything).Records)
                await document.Add(record, ledger.History.Registry, TestContext.Current.CancellationToken);
            await document.Finish(TestContext.Current.CancellationToken);
        }

        var json = Encoding.UTF8.GetString(output.ToArray());
        ProvJsonValidator.Check(json).ShouldBeEmpty();
        return JsonNode.Parse(json)!;
    }

    private static IEnumerable<string> Ids(JsonNode prov, string kind, string prefix) =>
        prov[kind]!.AsObject().Select(e => e.Key).Where(k => k.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<JsonNode> Relations(JsonNode prov, string kind) => (prov[kind]?.AsObject() ?? []).Select(r => r.Value!);

    /// <summary>The relations of a kind whose member is an id: what they tie, and their type.</summary>
    private static List<string> Of(JsonNode prov, string kind, string member, string id) =>
        [
            .. Relations(prov, kind)
                .Where(r => r[$"prov:{member}"]!.GetValue<string>() == id)
                .Select(r =>
                    string.Join(' ', r.AsObject().Take(2).Select(m => m.Value!.GetValue<string>()).Append(Type(r)).OfType<string>())
                ),
        ];

    private static string Pair(JsonNode relation, string first, string second) =>
        $"{relation[$"prov:{first}"]} {relation[$"prov:{second}"]}";

    private static string? Type(JsonNode relation) => relation["prov:type"]?["$"]?.GetValue<string>();
}

file static class Lists
{
    public static T AddIn<T>(this List<T> list, T item)
    {
        list.Add(item);
        return item;
    }
}
