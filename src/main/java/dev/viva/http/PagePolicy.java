package dev.viva.http;

import java.util.List;

/**
 * What pages of this service may do beyond the strict default.
 *
 * @param styleHashes the hashes of inline styles in the service's pages, as {@code sha256-…}
 * @param connectTo other origins that the page connects to, as {@code https://host}
 * @param tlsOnly whether browsers must never again reach the service without TLS (RFC 6797)
 */
public record PagePolicy(List<String> styleHashes, List<String> connectTo, boolean tlsOnly) {}
