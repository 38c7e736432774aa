namespace Neuromorphic.Storage.Tests.Data;

/// <summary>What a server sends: a status, headers and bytes, and whether it then falls silent instead of closing the connection.</summary>
sealed record Reply(string Status, string Headers, byte[] Body, bool Silent = false)
{
    /// <summary>The reply to who asks for all bytes from one on; null if that is no matter.</summary>
    public Func<int, Reply>? Rest { get; init; }

    /// <summary>The bytes from one on.</summary>
    public static Reply Part(byte[] bytes, int from) => new("206 Partial Content", $"Content-Length: {bytes.Length - from}\r\nContent-Range: bytes {from}-{bytes.Length - 1}/{bytes.Length}\r\n", bytes[from..]);

    public static Reply Whole(byte[] bytes) => new("200 OK", $"Content-Length: {bytes.Length}\r\n", bytes);

    /// <summary>A body that ends with the connection.</summary>
    public static Reply WithoutLength(byte[] bytes) => new("200 OK", "", bytes);

    /// <summary>Fewer bytes than announced, then the end.</summary>
    public static Reply Cut(byte[] bytes, int sent) => new("200 OK", $"Content-Length: {bytes.Length}\r\n", bytes[..sent]);

    /// <summary>Fewer bytes than announced, then silence.</summary>
    public static Reply Stuck(long announced, byte[] sent) => new("200 OK", $"Content-Length: {announced}\r\n", sent, Silent: true);
}
