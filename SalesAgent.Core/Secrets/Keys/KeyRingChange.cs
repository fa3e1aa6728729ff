namespace SalesAgent.Core.Secrets.Keys;

/// <summary>What opening the keys of a storage did to them.</summary>
internal enum KeyRingChange
{
    None,

    /// <summary><c>PreviousSecretKey</c> opened them; now <c>SecretKey</c> does, and what can have a new key has one.</summary>
    Rotated,

    /// <summary>Only <c>SecretKey</c> opens them from now on.</summary>
    Finished,

    /// <summary>Nothing opened them, and <c>SecretKeyLost</c> is set: there are others in their place.</summary>
    Replaced,

    /// <summary>Nothing was changed, but another instance has a newer <c>SecretKey</c>.</summary>
    Superseded,
}
