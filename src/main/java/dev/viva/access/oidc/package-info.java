/** The institution's identity provider (OpenID Connect): its keys, and the verification of the tokens it signs. */
@NullMarked
package dev.viva.access.oidc;

import org.jspecify.annotations.NullMarked;
