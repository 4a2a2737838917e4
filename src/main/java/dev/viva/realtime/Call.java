package dev.viva.realtime;

import org.jspecify.annotations.Nullable;

/**
 * A call that the provider has begun.
 *
 * @param callId the provider's own id, opaque
 * @param answer passed to the browser unchanged
 * @param upstreamRequestId the provider's id of the request, for its support
 */
public record Call(
        String callId, Sdp.Answer answer, @Nullable String upstreamRequestId) {}
