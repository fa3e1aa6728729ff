using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Wire;

/// <summary>What a vendor says to one request, held back until it is known whether it may reach the caller.</summary>
internal sealed record SandboxAnswer(int Status, ReadOnlyMemory<byte> Body, string ContentType)
{
    private const string JsonContent = "application/json; charset=UTF-8";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public bool Succeeded => Status < 300;

    public static SandboxAnswer Empty(int status) => new(status, default, JsonContent);

    public static SandboxAnswer Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
            write(writer);
        return new SandboxAnswer(status, buffer.WrittenMemory, JsonContent);
    }

    public static SandboxAnswer Json(int status, JsonNode node) => Json(status, writer => node.WriteTo(writer));

    public static SandboxAnswer Text(int status, string contentType, string text) =>
        new(status, System.Text.Encoding.UTF8.GetBytes(text), contentType);

    public SandboxAnswer With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };
}
