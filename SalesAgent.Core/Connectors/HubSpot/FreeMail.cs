using System.Collections.Frozen;

namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>Domains that say nothing about an employer, and mailboxes that are nobody in particular.</summary>
public static class FreeMail
{
    private static readonly FrozenSet<string> Domains = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "gmail.com", "googlemail.com",
        "outlook.com", "outlook.de", "outlook.fr", "outlook.es", "outlook.it", "outlook.jp", "outlook.co.uk", "outlook.com.br",
        "hotmail.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de", "hotmail.it", "hotmail.es", "hotmail.nl", "hotmail.be", "hotmail.com.br",
        "live.com", "live.co.uk", "live.fr", "live.de", "live.it", "live.nl", "live.be", "live.ca", "live.com.au", "msn.com", "passport.com",
        "yahoo.com", "yahoo.co.uk", "yahoo.co.in", "yahoo.co.jp", "yahoo.fr", "yahoo.de", "yahoo.it", "yahoo.es", "yahoo.ca", "yahoo.in",
        "yahoo.com.au", "yahoo.com.br", "yahoo.com.mx", "yahoo.com.ar", "yahoo.com.sg", "yahoo.com.hk", "yahoo.com.tw", "yahoo.com.ph",
        "yahoo.co.id", "yahoo.ie", "yahoo.se", "yahoo.gr", "yahoo.pl", "ymail.com", "rocketmail.com", "myyahoo.com",
        "icloud.com", "me.com", "mac.com",
        "aol.com", "aol.co.uk", "aol.de", "aol.fr", "aim.com", "verizon.net",
        "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "tutanota.de", "tuta.io", "tuta.com", "tutamail.com", "keemail.me",
        "hushmail.com", "startmail.com", "mailfence.com", "posteo.de", "posteo.net", "mailbox.org", "disroot.org", "riseup.net", "runbox.com",
        "fastmail.com", "fastmail.fm", "hey.com", "duck.com", "zoho.com", "zohomail.com", "zohomail.eu",
        "mail.com", "email.com", "usa.com", "post.com", "europe.com", "consultant.com", "engineer.com", "inbox.com", "gmx.com", "gmx.us",
        "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "gmx.fr", "web.de", "freenet.de", "t-online.de", "arcor.de", "vodafone.de", "kabelmail.de", "online.de",
        "bluewin.ch", "hispeed.ch", "sunrise.ch", "chello.at", "aon.at",
        "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "bbox.fr", "numericable.fr", "club-internet.fr",
        "libero.it", "virgilio.it", "alice.it", "tin.it", "tiscali.it", "tim.it", "fastwebnet.it", "email.it",
        "telefonica.net", "terra.es", "ono.com", "sapo.pt", "netcabo.pt",
        "ziggo.nl", "kpnmail.nl", "planet.nl", "home.nl", "xs4all.nl", "hetnet.nl", "telenet.be", "skynet.be", "proximus.be",
        "btinternet.com", "btopenworld.com", "sky.com", "virginmedia.com", "virgin.net", "ntlworld.com", "blueyonder.co.uk", "talktalk.net", "talk21.com", "tiscali.co.uk", "eircom.net",
        "telia.com", "spray.se", "bredband.net", "online.no", "jubii.dk", "mail.dk", "kolumbus.fi", "luukku.com",
        "wp.pl", "o2.pl", "onet.pl", "onet.eu", "op.pl", "interia.pl", "interia.eu", "gazeta.pl", "poczta.fm", "tlen.pl",
        "seznam.cz", "centrum.cz", "email.cz", "post.cz", "atlas.cz", "volny.cz", "azet.sk", "centrum.sk", "zoznam.sk",
        "freemail.hu", "citromail.hu", "t-online.hu", "abv.bg", "mail.bg", "inbox.lv", "inbox.lt", "mail.ee", "hot.ee", "otenet.gr", "freemail.gr",
        "yandex.com", "yandex.ru", "ya.ru", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "rambler.ru", "ukr.net", "i.ua", "meta.ua", "tut.by",
        "mynet.com", "walla.co.il", "walla.com", "netvision.net.il", "maktoob.com",
        "qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "aliyun.com", "139.com", "189.cn", "21cn.com", "tom.com",
        "naver.com", "hanmail.net", "daum.net", "nate.com", "kakao.com", "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp", "nifty.com", "excite.co.jp",
        "rediffmail.com", "sify.com", "indiatimes.com", "singnet.com.sg", "pchome.com.tw", "netvigator.com",
        "bigpond.com", "bigpond.net.au", "optusnet.com.au", "iinet.net.au", "tpg.com.au", "xtra.co.nz", "slingshot.co.nz",
        "uol.com.br", "bol.com.br", "terra.com.br", "ig.com.br", "globo.com", "globomail.com", "r7.com", "prodigy.net.mx", "fibertel.com.ar", "speedy.com.ar", "arnet.com.ar",
        "comcast.net", "xfinity.com", "att.net", "sbcglobal.net", "bellsouth.net", "pacbell.net", "ameritech.net", "swbell.net", "charter.net", "spectrum.net",
        "cox.net", "optonline.net", "optimum.net", "earthlink.net", "mindspring.com", "juno.com", "netzero.net", "frontier.com", "frontiernet.net",
        "windstream.net", "centurylink.net", "centurytel.net", "q.com", "embarqmail.com", "roadrunner.com", "rr.com", "suddenlink.net", "rcn.com", "wowway.com", "prodigy.net", "excite.com", "lycos.com",
        "rogers.com", "shaw.ca", "telus.net", "sympatico.ca", "bell.net", "videotron.ca", "cogeco.ca", "eastlink.ca", "sasktel.net",
        "mailinator.com", "guerrillamail.com", "10minutemail.com", "temp-mail.org", "yopmail.com", "trashmail.com", "sharklasers.com", "maildrop.cc", "getnada.com", "dispostable.com");

    private static readonly FrozenSet<string> Roles = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "abuse", "accounting", "accounts", "admin", "administrator", "billing", "bookings", "buchhaltung", "careers", "comercial", "compras",
        "contact", "contacto", "contato", "customercare", "customerservice", "enquiries", "enquiry", "events", "feedback", "finance", "hello",
        "help", "helpdesk", "hi", "hostmaster", "hr", "info", "inquiries", "invoice", "invoices", "it", "jobs", "kontakt", "legal", "mail",
        "mailer-daemon", "marketing", "media", "news", "newsletter", "no-reply", "noreply", "do-not-reply", "donotreply", "office", "orders",
        "partners", "postmaster", "press", "privacy", "purchasing", "reception", "recruiting", "root", "sales", "security", "service",
        "services", "shop", "spam", "support", "team", "tech", "vertrieb", "ventas", "webmaster", "welcome");

    /// <summary>The domain belongs to a mail provider or an access provider, so that it names no company.</summary>
    public static bool IsFreeMail(string domain) => Domains.Contains(domain.Trim().TrimEnd('.'));

    /// <summary>The part before the @ is a function (<c>info</c>, <c>sales</c>), not a person.</summary>
    public static bool IsRoleAddress(string localPart)
    {
        var name = localPart.Trim();
        var plus = name.IndexOf('+', StringComparison.Ordinal);
        return Roles.Contains(plus > 0 ? name[..plus] : name);
    }
}
