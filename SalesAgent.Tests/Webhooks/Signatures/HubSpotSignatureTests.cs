using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using SalesAgent.Bot.Webhooks.Signatures;

namespace SalesAgent.Tests.Webhooks.Signatures;

public sealed class HubSpotSignatureTests
{
    private static readonly SignatureVector Batch = HubSpotSamples.Vectors().Single(vector => vector.Name.StartsWith('A'));

    public static TheoryData<string> Names => [.. HubSpotSamples.Vectors().Select(vector => vector.Name)];

    [Fact]
    public void The_vectors_are_there() => Names.Count.ShouldBe(5);

    [Theory, MemberData(nameof(Names))]
    public void A_v3_signature_made_by_the_vendors_library_is_valid(string name)
    {
        var vector = Vector(name);

        Check(vector).ShouldBe(SignatureVerdict.Valid);
        HubSpotSignature.Sign(vector.Secret, vector.Method, vector.RawUri, vector.Body, vector.Timestamp).ShouldBe(vector.V3);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_address_is_decoded_before_it_is_signed(string name)
    {
        var vector = Vector(name);

        var verdict = Check(vector with { V3 = vector.V3Undecoded });

        verdict.ShouldBe(vector.V3 == vector.V3Undecoded ? SignatureVerdict.Valid : SignatureVerdict.Wrong);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_v2_signature_is_valid_where_v2_is_taken(string name)
    {
        var vector = Vector(name);

        CheckV2(vector, vector.V2).ShouldBe(SignatureVerdict.Valid);
        CheckV2(vector, vector.V1).ShouldBe(SignatureVerdict.Wrong);
    }

    [Theory]
    [InlineData("GET", "https://www.example.com/webhook_uri", "", "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e")]
    [InlineData(
        "POST",
        "https://www.example.com/webhook_uri",
        """{"example_field":"example_value"}""",
        "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900"
    )]
    public void The_vendors_published_v2_examples_are_valid(string method, string uri, string body, string signature)
    {
        var vector = new SignatureVector(
            "",
            "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
            method,
            uri,
            uri,
            "1693657560000",
            Encoding.UTF8.GetBytes(body),
            "",
            signature,
            "",
            ""
        );

        CheckV2(vector, signature).ShouldBe(SignatureVerdict.Valid);
    }

    [Fact]
    public void The_vendors_published_v3_example_is_valid() =>
        HubSpotSignature
            .Sign(
                "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
                "POST",
                "https://www.example.com/webhook_uri",
                "{'example_field':'example_value'}"u8,
                "1693657560000"
            )
            .ShouldBe("K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=");

    [Fact]
    public void Every_byte_of_the_body_counts()
    {
        for (var i = 0; i < Batch.Body.Length; i++)
        {
            var body = Batch.Body.ToArray();
            body[i] ^= 1;
            Check(Batch with { Body = body }).ShouldBe(SignatureVerdict.Wrong, $"byte {i}");
        }
    }

    [Fact]
    public void A_byte_more_or_less_is_another_body()
    {
        Check(Batch with { Body = Batch.Body[..^1] }).ShouldBe(SignatureVerdict.Wrong);
        Check(Batch with { Body = [.. Batch.Body, (byte)'\n'] }).ShouldBe(SignatureVerdict.Wrong);
    }

    [Theory]
    [InlineData("1795300000122")]
    [InlineData("1795300000124")]
    public void Another_timestamp_is_another_request(string timestamp) =>
        Check(Batch with { Timestamp = timestamp }).ShouldBe(SignatureVerdict.Wrong);

    [Theory]
    [InlineData("https://relay.example.test/hubspot/events/")]
    [InlineData("http://relay.example.test/hubspot/events")]
    [InlineData("https://relay.example.test:8443/hubspot/events")]
    [InlineData("https://relay.example.test/hubspot/Events")]
    [InlineData("https://relay.example.test/hubspot/events?")]
    public void Another_address_is_another_request(string uri) => Check(Batch with { RawUri = uri }).ShouldBe(SignatureVerdict.Wrong);

    [Fact]
    public void Another_method_or_secret_is_another_request()
    {
        Check(Batch with { Method = "GET" }).ShouldBe(SignatureVerdict.Wrong);
        Check(Batch with { Secret = Batch.Secret + "x" }).ShouldBe(SignatureVerdict.Wrong);
    }

    [Theory]
    [InlineData(0, SignatureVerdict.Valid)]
    [InlineData(300_000, SignatureVerdict.Valid)]
    [InlineData(300_001, SignatureVerdict.TooOld)]
    [InlineData(86_400_000, SignatureVerdict.TooOld)]
    [InlineData(-300_000, SignatureVerdict.Valid)]
    [InlineData(-300_001, SignatureVerdict.FromTheFuture)]
    internal void Five_minutes_are_in_time_and_a_millisecond_more_is_not(long age, SignatureVerdict expected) =>
        Check(Batch, Batch.SentAt.AddMilliseconds(age)).ShouldBe(expected);

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("1795300000")]
    [InlineData("17953000001234")]
    [InlineData("1795300000.12")]
    [InlineData("+179530000012")]
    [InlineData(" 179530000012")]
    [InlineData("179530000012e")]
    [InlineData("١٧٩٥٣٠٠٠٠٠١٢٣")]
    public void A_timestamp_is_thirteen_digits(string timestamp)
    {
        // Signed as such, so that nothing but the look of it can be the reason.
        var signature = HubSpotSignature.Sign(Batch.Secret, Batch.Method, Batch.RawUri, Batch.Body, timestamp);

        HubSpotSignature.ReadClaim(Headers(signature, timestamp), Batch.SentAt, false, out _).ShouldBe(SignatureVerdict.Malformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all, but 44 characters long ..")]
    [InlineData("MpbxHCufKfiU90MW2xdgRpIqem7HRNN6APg6AFxYtg==")]
    [InlineData("MpbxHCufKfiU90MW2xdgRpIqem7HRNN6APg6AFxYtgs")]
    [InlineData("MpbxHCufKfiU90MW2xdgRpIqem7HRNN6APg6AFxYtgs= ")]
    [InlineData("MpbxHCufKfiU90MW2xdgRpIqem7HRNN6APg6AFxYtgtt")]
    [InlineData("3296f11c2b9f29f894f74316db1760469 22a7a6ec744")]
    public void A_signature_is_thirty_two_bytes_in_base64(string signature) =>
        HubSpotSignature.ReadClaim(Headers(signature, Batch.Timestamp), Batch.SentAt, false, out _).ShouldBe(SignatureVerdict.Malformed);

    [Fact]
    public void A_header_that_is_not_there_is_missing()
    {
        HubSpotSignature.ReadClaim(Headers(default, Batch.Timestamp), Batch.SentAt, false, out _).ShouldBe(SignatureVerdict.Missing);
        HubSpotSignature.ReadClaim(Headers(Batch.V3, default), Batch.SentAt, false, out _).ShouldBe(SignatureVerdict.Missing);
        HubSpotSignature.ReadClaim(Headers(default, default), Batch.SentAt, true, out _).ShouldBe(SignatureVerdict.Missing);
    }

    [Fact]
    public void A_header_that_comes_twice_is_not_taken_even_if_both_are_right()
    {
        string[] signatures = [Batch.V3, Batch.V3],
            timestamps = [Batch.Timestamp, Batch.Timestamp];

        HubSpotSignature.ReadClaim(Headers(signatures, Batch.Timestamp), Batch.SentAt, false, out _).ShouldBe(SignatureVerdict.Repeated);
        HubSpotSignature.ReadClaim(Headers(Batch.V3, timestamps), Batch.SentAt, false, out _).ShouldBe(SignatureVerdict.Repeated);
    }

    [Fact]
    public void During_a_rotation_either_secret_will_do()
    {
        Check(Batch, previousSecret: "the one before").ShouldBe(SignatureVerdict.Valid);
        Check(Batch with { Secret = "the new one" }, previousSecret: Batch.Secret).ShouldBe(SignatureVerdict.Valid);
        Check(Batch with { Secret = "the new one" }, previousSecret: "another").ShouldBe(SignatureVerdict.Wrong);
    }

    [Fact]
    public void Nobody_can_sign_with_no_secret()
    {
        var signature = HubSpotSignature.Sign("", Batch.Method, Batch.RawUri, Batch.Body, Batch.Timestamp);

        Check(Batch with { Secret = "", V3 = signature }).ShouldBe(SignatureVerdict.NoSecret);
        Check(Batch with { V3 = signature }, previousSecret: "").ShouldBe(SignatureVerdict.Wrong);
    }

    [Fact]
    public void A_good_v2_signature_does_not_save_a_bad_v3_one()
    {
        var headers = Headers("x" + Batch.V3[1..], Batch.Timestamp);
        headers[HubSpotSignature.V2Header] = Batch.V2;
        headers[HubSpotSignature.VersionHeader] = "v2";

        HubSpotSignature.ReadClaim(headers, Batch.SentAt, true, out var claim).ShouldBe(SignatureVerdict.Valid);
        claim.IsV2.ShouldBeFalse();
        HubSpotSignature.Verify(claim, Batch.Method, Batch.RawUri, Batch.Body, Batch.Secret, null).ShouldBe(SignatureVerdict.Wrong);
    }

    [Theory]
    [InlineData("v1", "90f63d876e308084113cd20b0dd94e304a47851c2baf361e3ead264a624fda89")]
    [InlineData("V2", "90f63d876e308084113cd20b0dd94e304a47851c2baf361e3ead264a624fda89")]
    [InlineData("v2", "90f63d876e308084113cd20b0dd94e304a47851c2baf361e3ead264a624fda8")]
    [InlineData("v2", "90f63d876e308084113cd20b0dd94e304a47851c2baf361e3ead264a624fda8z")]
    public void An_old_signature_must_say_v2_and_be_sixty_four_hex_digits(string version, string signature)
    {
        var headers = new HeaderDictionary { [HubSpotSignature.V2Header] = signature, [HubSpotSignature.VersionHeader] = version };

        HubSpotSignature.ReadClaim(headers, Batch.SentAt, true, out _).ShouldBe(SignatureVerdict.Malformed);
    }

    private static SignatureVector Vector(string name) => HubSpotSamples.Vectors().Single(vector => vector.Name == name);

    private static SignatureVerdict Check(SignatureVector vector, DateTimeOffset? now = null, string? previousSecret = null)
    {
        var verdict = HubSpotSignature.ReadClaim(Headers(vector.V3, vector.Timestamp), now ?? vector.SentAt, false, out var claim);
        return verdict == SignatureVerdict.Valid
            ? HubSpotSignature.Verify(claim, vector.Method, vector.RawUri, vector.Body, vector.Secret, previousSecret)
            : verdict;
    }

    private static SignatureVerdict CheckV2(SignatureVector vector, string signature)
    {
        var headers = new HeaderDictionary { [HubSpotSignature.V2Header] = signature, [HubSpotSignature.VersionHeader] = "v2" };
        HubSpotSignature.ReadClaim(headers, vector.SentAt, false, out _).ShouldBe(SignatureVerdict.Missing);
        HubSpotSignature.ReadClaim(headers, vector.SentAt, true, out var claim).ShouldBe(SignatureVerdict.Valid);
        return HubSpotSignature.Verify(claim, vector.Method, vector.RawUri, vector.Body, vector.Secret, null);
    }

    private static HeaderDictionary Headers(StringValues signature, StringValues timestamp)
    {
        // Header names know no case.
        var headers = new HeaderDictionary();
        if (signature.Count > 0)
            headers["x-hubspot-signature-V3"] = signature;
        if (timestamp.Count > 0)
            headers["X-HUBSPOT-REQUEST-TIMESTAMP"] = timestamp;
        return headers;
    }
}
