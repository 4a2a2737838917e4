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
     * @param latestCall the number of the session's latest call: this one, unless it is made by exchangeSdp
     */
    record Minted(
            Secret token,
            Instant expires,
            VoiceMode mode,
            @Nullable URI connectUrl,
            int latestCall) {}

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
            var credential = setup.secret(session, RtcTokens.LIFETIME);
            var secret = credential.secret();
            return new Minted(secret.value(), secret.expiresAt(), mode, connectUrl, credential.number());
        }
        var token = tokens.mint(session.id(), () -> setup.nextCall(session));
        return new Minted(
                token.token(), token.expires(), mode, null, session.call().number());
    }

    /** Uses up a token for exchangeSdp. Empty if it opens no call of the session. */
    Optional<Permit> take(Session session, String token) {
        return tokens.take(session.id(), token);
    }
}
