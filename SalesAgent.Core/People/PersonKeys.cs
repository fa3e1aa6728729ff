using SalesAgent.Core.Secrets.Keys;

namespace SalesAgent.Core.People;

/// <summary>Makes <see cref="PersonKey"/>s with the key of the storage. A rotation of <c>SecretKey</c> leaves them as they are.</summary>
public sealed class PersonKeys(StoreKeys keys)
{
    public PersonKey ForEmail(string email) => PersonKey.FromEmail(email, keys.Newest(KeyPurpose.Person));

    public PersonKey ForContact(long portalId, string contactId) =>
        PersonKey.FromContact(portalId, contactId, keys.Newest(KeyPurpose.Person));
}
