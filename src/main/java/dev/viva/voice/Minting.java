package dev.viva.voice;

import dev.viva.model.VoiceMode;
import dev.viva.problem.Secret;
import dev.viva.session.Session;
import dev.viva.voice.token.Permit;
import dev.viva.voice.token.RtcTokens;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mints the token for a call, in the configured mode. Every token passes the gate. Thread-safe. */
final class Minting {
    private final CallSetup setup;
    private final RtcTokens tokens;
    private final VoiceMode mode;
    private final URI connectUrl;

    /**
     * A token.
     *
     * @param connectUrl where the browser posts its offer; null for exchangeSdp
     */
    record Minted(
            Secret token,
            Instant expires,
            VoiceMode mode,
            @Nullable URI connectUrl) {}

    /** @param connectUrl where browsers reach the provider, as seen from them */
    Minting(CallSetup setup, RtcTokens tokens, VoiceMode mode, URI connectUrl) {
        this.setup = setup;
        this.tokens = tokens;
        this.mode = mode;
        this.connectUrl = connectUrl;
    }

    /** Mints a token for an open session if budget and provider allow a call. */
    Minted mint(Session session) {
        setup.checkOpen(session);
        if (mode == VoiceMode.DIRECT) {
            var secret = setup.secret(session, RtcTokens.LIFETIME);
            return new Minted(secret.value(), secret.expiresAt(), mode, connectUrl);
        }
        var token = tokens.mint(session.id(), () -> setup.nextCall(session));
        return new Minted(token.token(), token.expires(), mode, null);
    }

    /** Uses up a token for exchangeSdp. Empty if it opens no call of the session. */
    Optional<Permit> take(Session session, String token) {
        return tokens.take(session.id(), token);
    }
}
