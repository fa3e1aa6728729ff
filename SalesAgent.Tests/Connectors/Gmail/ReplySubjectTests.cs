using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Tests.Connectors.Gmail;

public sealed class ReplySubjectTests
{
    [Theory]
    [InlineData("Pumps", "Re: Pumps")]
    [InlineData("Re: Pumps", "Re: Pumps")]
    [InlineData("RE:  re: Fwd: Pumps", "Re: Pumps")]
    [InlineData("FW: Pumps", "Re: Pumps")]
    [InlineData("Re[2]: Pumps", "Re: Pumps")]
    [InlineData("Re^3: Pumps", "Re: Pumps")]
    [InlineData("RE : Pumps", "Re: Pumps")]
    [InlineData("Re：ポンプ", "Re: ポンプ")]
    [InlineData("Rebate: Pumps", "Re: Rebate: Pumps")]
    [InlineData("Pumps: Re: offer", "Re: Pumps: Re: offer")]
    [InlineData("", "Re: ")]
    [InlineData("Re:", "Re: ")]
    [InlineData("👋🏽 Pumps", "Re: 👋🏽 Pumps")]
    [InlineData("Two  blanks", "Re: Two  blanks")]
    [InlineData("\u200FRe: שלום", "Re: שלום")]
    [InlineData("\u200Fשלום", "Re: \u200Fשלום")]
    public void It_has_one_re(string subject, string expected) => ReplySubject.For(subject).ShouldBe(expected);

    [Theory]
    [InlineData("AW: Pumpen", "AW: Pumpen")]
    [InlineData("Antw: Pompen", "Antw: Pompen")]
    [InlineData("SV: Pumpar", "SV: Pumpar")]
    [InlineData("Odp: Pompy", "Odp: Pompy")]
    [InlineData("RES: Bombas", "RES: Bombas")]
    [InlineData("回复：水泵", "回复：水泵")]
    [InlineData("答复: 水泵", "答复: 水泵")]
    [InlineData("Re: AW: Pumpen", "AW: Pumpen")]
    [InlineData("WG: Pumpen", "Re: WG: Pumpen")]
    public void A_mark_of_another_language_is_neither_doubled_nor_touched(string subject, string expected) =>
        ReplySubject.For(subject).ShouldBe(expected);

    [Theory]
    [InlineData("Pumps")]
    [InlineData("Re: Re: Pumps")]
    [InlineData("Re: AW: Pumps")]
    [InlineData("Fwd: WG: Pumps")]
    public void Answering_the_answer_changes_nothing(string subject) =>
        ReplySubject.For(ReplySubject.For(subject)).ShouldBe(ReplySubject.For(subject));
}
