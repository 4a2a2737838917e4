package dev.viva.voice;

import dev.viva.model.VoiceMode;
import dev.viva.problem.Secret;
import dev.viva.session.Session;
import dev.viva.voice.token.RtcTokens;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one gate to a token for a call, in the mode that the deployment has chosen. Thread-safe. */
final class Minting {
    private final Calls calls;
    private final RtcTokens tokens;
    private final VoiceMode mode;
    private final URI connectUrl;

    /**
     * A token as it is given.
     *
     * @param connectUrl where the browser posts its offer; null when that is exchangeSdp
     */
    record Minted(
            Secret token,
            Instant expires,
            VoiceMode mode,
            @Nullable URI connectUrl) {}

    /** @param connectUrl where browsers reach the provider, as seen from them */
    Minting(Calls calls, RtcTokens tokens, VoiceMode mode, URI connectUrl) {
        this.calls = calls;
        this.tokens = tokens;
        this.mode = mode;
        this.connectUrl = connectUrl;
    }

    /** A token for an open session, once budget and provider allow a call. */
    Minted mint(Session session) {
        calls.checkOpen();
        if (mode == VoiceMode.DIRECT) {
            var secret = calls.secret(session, RtcTokens.LIFETIME);
            return new Minted(secret.value(), secret.expiresAt(), mode, connectUrl);
        }
        var token = tokens.mint(session.id());
        return new Minted(token.token(), token.expires(), mode, null);
    }

    /** Uses up a token of exchangeSdp's. */
    boolean take(Session session, String token) {
        return tokens.take(session.id(), token);
    }
}
