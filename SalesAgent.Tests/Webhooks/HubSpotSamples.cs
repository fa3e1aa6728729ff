using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SalesAgent.Tests.Webhooks;

/// <summary>Wire samples of <c>Samples/HubSpot</c>.</summary>
internal static class HubSpotSamples
{
    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "HubSpot", file));

    public static IReadOnlyList<SignatureVector> Vectors()
    {
        using var document = JsonDocument.Parse(Bytes("signature-vectors.json"));
        return
        [
            .. document
                .RootElement.EnumerateArray()
                .Select(vector =>
                {
                    string Text(string name) => vector.GetProperty(name).GetString()!;
                    return new SignatureVector(
                        Text("name"),
                        Text("secret"),
                        Text("method"),
                        Text("rawUri"),
                        Text("signedUri"),
                        Text("ts"),
                        Encoding.UTF8.GetBytes(Text("body")),
                        Text("v1"),
                        Text("v2"),
                        Text("v3"),
                        Text("v3_if_uri_not_decoded")
                    );
                }),
        ];
    }
}

internal sealed record SignatureVector(
    string Name,
    string Secret,
    string Method,
    string RawUri,
    string SignedUri,
    string Timestamp,
    byte[] Body,
    string V1,
    string V2,
    string V3,
    string V3Undecoded
)
{
    public DateTimeOffset SentAt => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));
}
