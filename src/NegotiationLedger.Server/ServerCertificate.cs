using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Server;

/// <summary>
/// The certificate to serve TLS with, and those that vouch for it, from two PEM files. When these change, whoever connects afterwards gets the new
/// one; they are looked at when somebody connects, and at most once in ten seconds. While they do not fit together the one before is served.
/// </summary>
public sealed class ServerCertificate
{
    /// <summary>How often the files are looked at, at most.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly string _file;
    private readonly string _key;
    private readonly TimeProvider _time;
    private readonly Lock _turn = new();
    private (string Certificates, string Key) _read;
    private volatile SslStreamCertificateContext _context;
    private long _looked;

    private ServerCertificate(string file, string key, TimeProvider time)
    {
        (_file, _key, _time, _looked) = (file, key, time, time.GetTimestamp());
        _read = Read();
        _context = Load(_read);
    }

    /// <summary>Opens the files.</summary>
    /// <param name="file">The certificate, and behind it those that vouch for it, the nearest first.</param>
    /// <param name="key">Its private key, not encrypted.</param>
    /// <param name="time">Measures when to look again; the system's when null.</param>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One of them may not be read.</exception>
    /// <exception cref="CryptographicException">There is no certificate, no key, or they do not fit together.</exception>
    /// <exception cref="ArgumentException">The key is of another kind than the certificate's.</exception>
    public static ServerCertificate Open(string file, string key, TimeProvider? time = null) => new(file, key, time ?? TimeProvider.System);

    /// <summary>What the next to connect is shown.</summary>
    internal SslStreamCertificateContext Current(ILogger log)
    {
        if (_time.GetElapsedTime(Interlocked.Read(ref _looked)) < Pause || !_turn.TryEnter())
            return _context;
        try
        {
            if (_time.GetElapsedTime(Interlocked.Read(ref _looked)) >= Pause)
                Renew(log);
        }
        finally
        {
            _turn.Exit();
        }

        return _context;
    }

    // Only one at a time.
    private void Renew(ILogger log)
    {
        Interlocked.Exchange(ref _looked, _time.GetTimestamp());
        try
        {
            var read = Read();
            if (read == _read)
                return;
            _read = read;
            _context = Load(read);
            log.CertificateRenewed(_file, $"{_context.TargetCertificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }
        // One of the two may have been written, and the other not yet: the next look finds both.
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            log.CertificateNotRenewed(_file, _key, e.Message);
        }
    }

    private (string, string) Read() => (File.ReadAllText(_file), File.ReadAllText(_key));

    private static SslStreamCertificateContext Load((string Certificates, string Key) pem)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem.Certificates);
        return SslStreamCertificateContext.Create(
            X509Certificate2.CreateFromPem(pem.Certificates, pem.Key),
            [.. chain.Skip(1)],
            offline: true
        );
    }
}
