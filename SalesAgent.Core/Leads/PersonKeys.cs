using Microsoft.Extensions.Options;
using SalesAgent.Core.Policy;

namespace SalesAgent.Core.Leads;

/// <summary>Makes <see cref="PersonKey"/>s with this installation's key.</summary>
public sealed class PersonKeys(IOptions<InstallationOptions> options)
{
    private readonly byte[] _key = DerivedKey.For("person", options.Value.SecretKey);

    public PersonKey ForEmail(string email) => PersonKey.FromEmail(email, _key);

    public PersonKey ForContact(long portalId, string contactId) => PersonKey.FromContact(portalId, contactId, _key);
}
