using System.Text.Json;
using NegotiationLedger.Accounts;
using NegotiationLedger.Values;
using NegotiationLedger.Vocabulary;

namespace NegotiationLedger.Tests.Accounts;

public sealed class RegistryTests
{
    [Fact]
    public void As_it_stood_at_any_position_a_registry_is_what_its_registrations_until_then_give()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            List<Entry> entries = [.. Enumerable.Range(1, 40).Select(n => EntryOf(n, random))];
            var whole = Registry.Empty.With(entries);
            for (var position = 0L; position <= 81; position++)
                Text(whole.AsOf(position))
                    .ShouldBe(Text(Registry.Empty.With(entries.Where(e => e.Sequence <= position))), $"seed {seed} @{position}");
        }
    }

    [Fact]
    public void A_position_parts_what_was_registered_by_then_from_what_came_after()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            List<Entry> entries = [.. Enumerable.Range(1, 40).Select(n => EntryOf(n, random))];
            var whole = Registry.Empty.With(entries);
            for (var position = 0L; position <= 81; position++)
            {
                var then = whole.AsOf(position);
                then.Entries.Concat(whole.EntriesAfter(position)).ShouldBe(entries);
                then.Sequence.ShouldBe(entries.LastOrDefault(e => e.Sequence <= position)?.Sequence ?? 0);
                foreach (var source in then.Sources.Values)
                {
                    var later = whole.Sources[source.Description.Source];
                    later.DescriptionWhen(e => e.Sequence <= position).ShouldBe(source.Description);
                    source.Last.Sequence.ShouldBeInRange(source.Registered.Sequence, Math.Min(position, later.Last.Sequence));
                }
            }
        }
    }

    [Fact]
    public void What_is_registered_again_under_one_id_is_what_it_was()
    {
        var (source, speaker) = (new SourceId("wire"), new SpeakerId("envoy"));
        Registration[] registrations =
        [
            new SourceRegistered(source, SourceKind.Article, "Wire"),
            new SpeakerRegistered(speaker, Identity.Named, "An Envoy", null, new PartyId("alpha")),
            new SourceRegistered(source, SourceKind.Cable, "Cable"),
            new SpeakerRegistered(speaker, Identity.Named, "Another", null, new PartyId("beta")),
        ];
        var registry = Registry.Empty.With(registrations.Select(Registered));

        registry.Sources[source].Description.Title.ShouldBe("Wire");
        registry.Speakers[speaker].Description.Name.ShouldBe("An Envoy");
        registry.Speakers[speaker].Roles.ShouldHaveSingleItem().Party.ShouldBe(new PartyId("alpha"));
        registry.Entries.Count.ShouldBe(4);
    }

    [Fact]
    public void The_sources_of_one_text_are_told_by_id()
    {
        var registry = Registry.Empty.With(
            new[] { "c", "a", "b" }
                .Select(id => new SourceRegistered(new(id), SourceKind.Article, id, TextSha256: new string(id == "b" ? '1' : '0', 64)))
                .Select(Registered)
        );

        registry.WithText(new string('0', 64)).Select(s => s.Source.Value).ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_text_is_added_once()
    {
        var source = new SourceId("wire");
        Registration[] registrations =
        [
            new SourceRegistered(source, SourceKind.Article, "Wire"),
            new SourceTextAdded(source, new string('a', 64), new string('b', 64)),
            new SourceTextAdded(source, new string('c', 64)),
        ];
        var registry = Registry.Empty.With(registrations.Select(Registered));

        registry.Sources[source].Description.TextSha256.ShouldBe(new string('a', 64));
        registry.Sources[source].Description.OriginalSha256.ShouldBe(new string('b', 64));
        registry.AsOf(1).Sources[source].Description.TextSha256.ShouldBeNull();
        registry.WithText(new string('a', 64)).Select(s => s.Source).ShouldBe([source]);
    }

    [Fact]
    public void A_text_that_is_added_keeps_what_is_known_of_its_original_unless_it_brings_its_own()
    {
        var source = new SourceId("wire");
        var (known, own) = (new string('a', 64), new string('b', 64));
        Source Added(string? original) =>
            Registry
                .Empty.With(
                    new Registration[]
                    {
                        new SourceRegistered(source, SourceKind.Article, "Wire", OriginalSha256: known),
                        new SourceTextAdded(source, new string('c', 64), original),
                    }.Select(Registered)
                )
                .Sources[source];

        Added(null).Description.OriginalSha256.ShouldBe(known);
        Added(own).Description.OriginalSha256.ShouldBe(own);
        Added(null).Last.Sequence.ShouldBe(2);
    }

    private static Entry Registered(Registration registration, int i) =>
        new(new(Guid.CreateVersion7()), i + 1, "registrations", i + 1, default, "anna", registration);

    private static Entry EntryOf(int n, Random random)
    {
        var (source, speaker) = (new SourceId($"source-{random.Next(4)}"), new SpeakerId($"speaker-{random.Next(3)}"));
        Registration data = random.Next(5) switch
        {
            0 => new SourceRegistered(source, SourceKind.Article, $"Title {n}", Publisher: $"Publisher {n}"),
            1 => new SourceCorrected(
                source,
                JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["publisher"] = $"Corrected {n}" }),
                "Mistaken."
            ),
            2 => new SourceTextAdded(source, $"{n:x64}"),
            3 => new SpeakerRegistered(speaker, Identity.Named, $"Name {n}", null, new PartyId($"party-{n}")),
            _ => new SpeakerRoleChanged(speaker, $"Office {n}", new PartyId($"other-{n}")),
        };
        return new(new(Guid.CreateVersion7()), 2 * n, "registrations", n, DateTimeOffset.UnixEpoch.AddSeconds(n), "anna", data);
    }

    private static string Text(Registry registry) =>
        string.Join(
            '\n',
            registry
                .Sources.Values.Select(s =>
                    $"{s.Registered.Sequence} {s.Description} {string.Join(',', s.Corrected.Select(c => c.Correction.Sequence))}"
                )
                .Concat(registry.Speakers.Values.Select(s => $"{s.Description} {string.Join(',', s.Roles)}"))
                .Order(StringComparer.Ordinal)
                .Append($"{registry.Sequence} {registry.Entries.Count}")
        );
}
