using NegotiationLedger.Store.Audit;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Store.Tests.Audit;

public sealed class AuditSearchTests(PostgresFixture postgres) : AuditTests(postgres)
{
    [Theory]
    [InlineData("crisis", "No crisis in Doha.", true)]
    [InlineData("CRISIS", "No crisis in Doha.", true)]
    [InlineData("no doha", "No crisis in Doha.", true)]
    [InlineData("crisis -doha", "No crisis in Doha.", false)]
    [InlineData("crisis -cairo", "No crisis in Doha.", true)]
    [InlineData("cairo or doha", "No crisis in Doha.", true)]
    [InlineData("\"no crisis\"", "No crisis in Doha.", true)]
    [InlineData("“no crisis”", "No crisis in Doha.", true)]
    [InlineData("\"crisis no\"", "No crisis in Doha.", false)]
    [InlineData("crisis -\"in doha\"", "No crisis in Doha.", false)]
    [InlineData("crise", "No crisis in Doha.", false)]
    [InlineData("release", "The hostages were released.", true)]
    [InlineData("hostage", "The hostages were released.", true)]
    [InlineData("\"hostage release\"", "A hostage release deal.", true)]
    [InlineData("cease-fire", "A cease-fire, then.", true)]
    [InlineData("\"cease fire\"", "A cease-fire, then.", true)]
    [InlineData("U.S.", "The U.S. envoy", true)]
    [InlineData("israel's", "Israel’s answer", true)]
    [InlineData("50", "50 hostages", true)]
    [InlineData("it's 100%! (really) <b> & | \\ : * '", "It is: it's 100% really b", true)]
    public async Task English_words_are_found_as_people_type_them(string typed, string text, bool isFound) =>
        await IsFound(typed, Said(text), isFound);

    [Theory]
    [InlineData("fr", "securite", "La sécurité des ÉTATS", true)]
    [InlineData("fr", "SÉCURITÉ états", "La sécurité des ÉTATS", true)]
    [InlineData("fr", "négociation", "Les négociations continuent", true)]
    [InlineData("de", "strasse", "Die Straße nach Süden", true)]
    [InlineData("de", "STRASSE suden", "Die Straße nach Süden", true)]
    [InlineData("ru", "переговоры", "Переговоров больше НЕТ", true)]
    [InlineData("ru", "ёлка", "Елка", true)]
    [InlineData("tr", "istanbul", "İstanbul görüşmeleri", true)]
    [InlineData("el", "ειρηνη", "Η ΕΙΡΉΝΗ", true)]
    [InlineData("ar", "الرهائن", "أطلق سراح الرهائن", true)]
    [InlineData("ar", "رهائن", "أطلق سراح الرهائن", true)]
    [InlineData("ar", "أسرى", "إطلاق أَسْرى", true)]
    [InlineData("ar", "وقف", "أطلق سراح الرهائن", false)]
    [InlineData("he", "החטופים", "שחרור החטופים", true)]
    [InlineData("he", "בני ערובה", "בְּנֵי־עֲרֻבָּה", false)]
    [InlineData("he", "בני ערבה", "בְּנֵי־עֲרֻבָּה", true)]
    [InlineData("fa", "می‌خواهم", "من می‌خواهم بروم", true)]
    [InlineData("hi", "शांति", "शांति वार्ता", true)]
    [InlineData("zh", "停火", "双方同意停火协议", true)]
    [InlineData("zh", "\"停火协议\"", "双方同意停火协议", true)]
    [InlineData("zh", "战争", "双方同意停火协议", false)]
    [InlineData(null, "négociation", "Une NEGOCIATION", true)]
    public async Task Words_of_other_languages_are_found_whatever_the_accents_and_the_case(
        string? language,
        string typed,
        string text,
        bool isFound
    ) => await IsFound(typed, Said(text), isFound, language);

    [Fact]
    public async Task Quotations_and_every_text_of_a_payload_are_searched_and_ids_are_not()
    {
        await Source("en");
        await Recorded("talks", Said("A statement", party: "northland", quote: "Never again"));
        await Recorded(
            "talks",
            new ProposalOffered(
                new("plan"),
                Title: "The grand design",
                Terms: new Dictionary<IssueId, Term> { [new("land")] = new("Half of the valley") }
            )
            {
                Occurred = Edtf.Parse("2025-07-24"),
                Attribution = new(new("wire"), Mode.Observed, Edtf.Parse("2025-07-24")),
            }
        );

        Texts(await Find(new() { Text = "\"never again\"" })).ShouldBe(["A statement"]);
        Texts(await Find(new() { Text = "valleys design" })).ShouldBe(["proposal_offered"]);
        foreach (var id in new[] { "northland", "plan", "wire", "observed", "2025" })
            Texts(await Find(new() { Text = id })).ShouldBeEmpty(id);
    }

    [Fact]
    public async Task A_record_is_found_by_its_old_words_and_its_new_ones_and_by_its_new_speaker_alone()
    {
        await Source("en");
        var id = await Recorded("talks", Said("They walked out", speaker: "party:north"));
        await Recorded("talks", Correction(id, """{"text":"They stayed","attribution":{"speaker":"party:south"}}"""));

        Texts(await Find(new() { Text = "walked" })).ShouldBe(["They stayed"]);
        Texts(await Find(new() { Text = "stayed" })).ShouldBe(["They stayed"]);
        Texts(await Find(new() { Speaker = By("party:south") })).ShouldBe(["They stayed"]);
        Texts(await Find(new() { Party = new("south") })).ShouldBe(["They stayed"]);
        (await Find(new() { Speaker = By("party:north") })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_that_match_best_come_first()
    {
        await Source("en");
        await Recorded("talks", Said("The border was mentioned among many other things that were said on that long day in the valley."));
        await Recorded("talks", Said("Border, border, border."));
        await Recorded("talks", Said("Nothing."));

        var page = await Index.Find(
            new() { Text = "border" },
            (await Index.CatchUp(Patience, default)).Sequence,
            null,
            10,
            await RegistryAt(9),
            default
        );

        page.Order.ShouldBe(AuditOrder.Relevance);
        Texts(page.Hits).First().ShouldBe("Border, border, border.");
        page.Hits.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_word_that_too_many_records_hold_ranks_none_of_them()
    {
        await Source("en");
        for (var i = 0; i <= AuditIndex.MostRanked / 500; i++)
            await Ledger.Appended(TestLedger.Request("talks", [.. Enumerable.Range(0, 500).Select(n => $"border {i}.{n}")]));
        var at = (await Index.CatchUp(Patience, default)).Sequence;

        var page = await Index.Find(new() { Text = "border" }, at, null, 600, await RegistryAt(at), default);

        page.Order.ShouldBe(AuditOrder.Recorded);
        page.Hits.Select(h => h.Record.Entry.Sequence).ShouldBe(Enumerable.Range(2, 600).Select(n => (long)n));
        page.Next!.Order.ShouldBe(AuditOrder.Recorded);
    }

    [Theory]
    [InlineData("-crisis")]
    [InlineData("!!! ...")]
    [InlineData("\"\"")]
    [InlineData("crisis or -doha")]
    public async Task A_text_without_a_word_to_look_for_is_refused(string typed)
    {
        await Recorded("talks", Said("No crisis"));
        await Should.ThrowAsync<NoWordsException>(() => Find(new() { Text = typed }));
    }

    [Fact]
    public async Task What_matched_is_told_word_by_word()
    {
        string[] words = ["The", "Hostages", "were", "released", "sécurité", "الرَّهائِن", "停火协议", "הרהיטים"];

        (await Index.Matching(words, ["english"], "hostage -were securite 停火 الرهائن", default)).ShouldBe(
            ["Hostages", "sécurité", "الرَّهائِن", "停火协议"],
            ignoreOrder: true
        );
        (await Index.Matching([], ["english"], "hostage", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_filter_keeps_what_it_names()
    {
        await Recorded("speaker:envoy", new SpeakerRegistered(new("envoy"), Identity.Named, "An Envoy", Party: new("north")));
        await Source("en");
        var first = await Recorded("talks", Said("one", on: "2025-07-01"), by: "boris");
        var second = await Recorded("talks", Said("two", speaker: "envoy", on: "2025-07-02/2025-07-09"));
        await Recorded("others", Said("three", source: "memo", party: "south", on: "2025-07-03"));
        var dispute = await Recorded("talks", Dispute(first));
        await Recorded("talks", Retraction(second));
        await Recorded("talks", Retraction(dispute));

        await Holds(new() { Negotiation = new("others") }, "three");
        await Holds(new() { Type = "assertion_disputed" }, "assertion_disputed");
        await Holds(new() { Mode = Mode.Attributed }, "two");
        await Holds(new() { Speaker = By("envoy") }, "two");
        await Holds(new() { Party = new("north") }, "two");
        await Holds(new() { Party = new("south") }, "three");
        await Holds(new() { Source = new("memo") }, "three");
        await Holds(new() { RecordedBy = "boris" }, "one");
        await Holds(new() { Fate = FateAsked.Retracted }, "two", "assertion_disputed");
        await Holds(new() { Fate = FateAsked.Disputed });
        await Holds(new() { Fate = FateAsked.Standing }, "one", "three", "assertion_retracted", "assertion_retracted");
        await Holds(new() { Fate = FateAsked.None }, "one", "three", "assertion_retracted", "assertion_retracted");
        await Holds(new() { OccurredFrom = Day(2), OccurredTo = Day(3) }, "two", "three");
        await Holds(new() { OccurredFrom = Day(3) }, "three");
        await Holds(new() { OccurredTo = Day(1) }, "one");
        await Holds(new() { Negotiation = new("talks"), Speaker = By("party:north") });
    }

    [Fact]
    public async Task What_was_recorded_between_two_instants_is_found_to_the_microsecond()
    {
        var entries = new List<Entry>();
        for (var i = 0; i < 7; i++)
            entries.AddRange((await Ledger.Appended(TestLedger.Request("talks", $"{i}"))).Entries);

        await Holds(new() { RecordedFrom = entries[2].RecordedAt, RecordedTo = entries[4].RecordedAt }, "2", "3", "4");
        await Holds(
            new() { RecordedFrom = entries[2].RecordedAt.AddMicroseconds(1), RecordedTo = entries[4].RecordedAt.AddMicroseconds(-1) },
            "3"
        );
        await Holds(new() { RecordedTo = entries[0].RecordedAt.AddMicroseconds(-1) });
        await Holds(new() { RecordedFrom = entries[6].RecordedAt.AddMicroseconds(1) });
        (await Index.PositionAt(entries[3].RecordedAt, default)).ShouldBe(entries[3].Sequence);
        (await Index.PositionAt(DateTimeOffset.MinValue, default)).ShouldBe(0);
    }

    [Theory]
    [InlineData(AuditOrder.Recorded)]
    [InlineData(AuditOrder.Occurred)]
    [InlineData(AuditOrder.Relevance)]
    public async Task Pages_hold_each_record_once_whatever_happens_to_it_meanwhile(AuditOrder order)
    {
        await Source("en");
        var ids = new List<EventId>();
        for (var i = 0; i < 25; i++)
            ids.Add(
                await Recorded(
                    "talks",
                    Said($"border {i}" + string.Concat(Enumerable.Repeat(" border", i % 3)), on: $"2025-07-{1 + (i * 7 % 5):00}")
                )
            );
        var question = order switch
        {
            AuditOrder.Occurred => new AuditQuestion { OccurredFrom = Day(1), Fate = FateAsked.Standing },
            AuditOrder.Relevance => new AuditQuestion { Text = "border", Fate = FateAsked.Standing },
            _ => new AuditQuestion { Fate = FateAsked.Standing },
        };
        var at = (await Index.CatchUp(Patience, default)).Sequence;
        var registry = await RegistryAt(at);
        var found = new List<EventId>();
        for (AuditPlace? after = null; found.Count == 0 || after is not null; )
        {
            var page = await Index.Find(question, at, after, 4, registry, default);
            page.Order.ShouldBe(order);
            found.AddRange(page.Hits.Select(h => h.Record.Id));
            after = page.Next;
            // One that was given, one that is still to come, and a new one.
            await Recorded("talks", Retraction(found[0]));
            await Recorded("talks", Correction(ids.Except(found).FirstOrDefault(found[0]), """{"text":"gone","occurred":"2025-06-01"}"""));
            await Recorded("talks", Said("border border border border", on: "2025-07-01"));
            await Index.CatchUp(Patience, default);
        }

        found.ShouldBe(ids, ignoreOrder: true);
        found.Count.ShouldBe(25);
    }

    private static DateTimeOffset Day(int day) => new(2025, 7, day, 0, 0, 0, TimeSpan.Zero);

    private static SpeakerRef By(string text) =>
        SpeakerRef.TryParse(text, out var speaker) ? speaker : throw new ArgumentException("No speaker.", nameof(text));

    private Task<EventId> Source(string? language) =>
        Recorded("source:wire", new SourceRegistered(new("wire"), SourceKind.Article, "Wire", "The Wire", Language: language));

    private async Task Holds(AuditQuestion question, params string[] texts) =>
        Texts(await Find(question)).ShouldBe(texts, question.ToString());

    private async Task IsFound(string typed, LedgerEvent record, bool isFound, string? language = "en")
    {
        await Source(language);
        await Recorded("talks", record);
        (await Find(new() { Text = typed })).Count.ShouldBe(isFound ? 1 : 0);
    }
}
