package dev.viva.http;

import java.util.List;

/**
 * What pages of this service may do beyond the least.
 *
 * @param styleHashes of inline styles in pages that the service writes, as {@code sha256-…}
 * @param connectTo origins beside its own that its page talks to, as {@code https://host}
 */
public record PagePolicy(List<String> styleHashes, List<String> connectTo) {}
