package dev.viva.access.oidc;

import com.nimbusds.jose.proc.SecurityContext;

/** Whether the caller of the keys may wait for the issuer. */
enum Patience implements SecurityContext {
    /** Only the keys that are known already. */
    NONE,
    /** A key that is not known is fetched, and the caller waits for it for {@link IssuerKeys#MAX_WAIT}. */
    SHORT
}
