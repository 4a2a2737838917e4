package dev.viva.voice;

import dev.viva.access.SessionAccess;
import dev.viva.api.VoiceApi;
import dev.viva.library.Views;
import dev.viva.model.PersonaView;
import dev.viva.model.Voice;
import dev.viva.model.VoiceContext;
import dev.viva.model.VoiceList;
import dev.viva.model.VoiceToken;
import dev.viva.patient.CasePair;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import jakarta.ws.rs.core.Response;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tokens for calls, and the SDP exchange that creates a call. */
final class VoiceResource implements VoiceApi {
    /** The provider's voices (its API reference, November 2026); the last two are those it recommends. */
    private static final List<String> VOICES =
            List.of("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "cedar", "marin");

    /** An operator must act first. */
    private static final Duration VOICE_RETRY_AFTER = Duration.ofMinutes(5);

    private final SessionAccess access;
    private final CallConfigs configs;
    private final CallSetup setup;
    private final Minting minting;
    private final Supplier<Optional<String>> fault;

    /** @param fault why voice calls are impossible on this server, in words; empty while they are possible */
    VoiceResource(
            SessionAccess access,
            CallConfigs configs,
            CallSetup setup,
            Minting minting,
            Supplier<Optional<String>> fault) {
        this.access = access;
        this.configs = configs;
        this.setup = setup;
        this.minting = minting;
        this.fault = fault;
    }

    @Override
    public Response listVoices(@Nullable String ifNoneMatch) {
        var voices = VOICES.stream().map(Voice::new).toList();
        String unavailable = fault.get().orElse(null);
        String tag = "%x-%s-%b".formatted(VOICES.hashCode(), configs.defaultVoice(), configs.simulated());
        return Response.ok(new VoiceList(configs.defaultVoice(), voices, unavailable, configs.simulated()))
                .tag(unavailable == null ? tag : tag + "-none")
                .header("Cache-Control", "private, no-cache")
                .build();
    }

    @Override
    public Response mintVoiceToken(Principal caller, String sessionId) {
        Session session = openSession(caller, sessionId);
        if (fault.get().isPresent()) {
            throw new ProblemException(Failure.VOICE_UNAVAILABLE).retryAfter(VOICE_RETRY_AFTER);
        }
        var minted = minting.mint(session);
        CasePair pair = configs.pair(session);
        PersonaView persona = Views.persona(pair.persona());
        var token = new VoiceToken(
                minted.token().reveal(),
                minted.expires(),
                minted.mode(),
                minted.connectUrl() == null ? null : minted.connectUrl().toString(),
                minted.latestCall(),
                configs.model(),
                configs.voice(pair),
                configs.simulated(),
                persona,
                new VoiceContext(
                        session.phase(),
                        session.subject().roleId(),
                        session.subject().inputLanguage(),
                        session.subject().replyLanguage()));
        return Response.status(201).entity(token).build();
    }

    @Override
    public Response exchangeSdp(Principal caller, String sessionId, byte[] body, @Nullable String rtcToken) {
        Session session = openSession(caller, sessionId);
        var offer = SdpOffers.checked(body); // before the token is consumed
        var permit = Optional.ofNullable(rtcToken)
                .flatMap(token -> minting.take(session, token))
                .orElseThrow(() -> new ProblemException(Failure.RTC_TOKEN_REQUIRED));
        var connected = setup.connect(session, offer, permit);
        return Response.status(201)
                .header("X-Call-Number", connected.number())
                .entity(connected.answer().bytes())
                .type("application/sdp")
                .build();
    }

    @Override
    public Response getInstructions(Principal caller, String sessionId) {
        return Response.ok(configs.told(access.forFaculty(caller, sessionId))).build();
    }

    /** Every request that leads to a paid call checks the grant and the session's state here. */
    private Session openSession(Principal caller, String sessionId) {
        Session session = access.session(caller, sessionId);
        if (!session.open()) {
            throw new ProblemException(Failure.SESSION_ENDED);
        }
        return session;
    }
}
