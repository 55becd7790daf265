using System.Diagnostics;
using NegotiationLedger.Torture;
using NegotiationLedger.Torture.Deliveries;
using NegotiationLedger.Torture.Faults;
using NegotiationLedger.Torture.Requests;
using NegotiationLedger.Torture.Soak;

var parts = new Dictionary<string, Func<Asked, Findings, Task<PartReport>>>
{
    ["faults"] = Torment.Run,
    ["requests"] = SpoiltRequests.Run,
    ["deliveries"] = Delivering.Run,
    ["soak"] = Soaking.Run,
};

if (Asked.Of(args) is not { } asked)
    return 2;

System.Console.WriteLine($"seed {asked.Seed}");
var findings = new Findings();
var reports = new List<PartReport>();
foreach (var part in asked.Parts)
{
    var began = Stopwatch.GetTimestamp();
    try
    {
        var report = await parts[part](asked, findings);
        report.Print();
        reports.Add(report);
    }
    // Whatever ends a part early is told with what it found, and the next part is tried.
    catch (Exception e)
    {
        findings.Note($"{part} was ended by {e}");
    }

    System.Console.WriteLine($"{part} took {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
}

await PartReport.Write(asked, reports, findings);
return findings.Print(asked) == 0 ? 0 : 1;
