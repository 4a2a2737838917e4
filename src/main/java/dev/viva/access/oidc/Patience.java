package dev.viva.access.oidc;

import com.nimbusds.jose.proc.SecurityContext;

/** Whether the caller of the keys may wait for the issuer. */
enum Patience implements SecurityContext {
    /** Only the keys that are known already. */
    NONE,
    /** For a token that fits no known key they are fetched; the caller waits for {@link IssuerKeys#MAX_WAIT}. */
    SHORT
}
