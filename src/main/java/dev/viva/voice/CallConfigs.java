package dev.viva.voice;

import static java.util.Objects.requireNonNullElse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.examination.VoiceFunctions;
import dev.viva.model.Phase;
import dev.viva.model.Turn;
import dev.viva.model.VoiceInstructions;
import dev.viva.patient.CasePair;
import dev.viva.patient.FrozenCases;
import dev.viva.patient.Instructions;
import dev.viva.patient.Occasion;
import dev.viva.patient.Occasion.Findings;
import dev.viva.patient.SaidBefore;
import dev.viva.problem.ProblemReply;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.SafetyIdentifier;
import dev.viva.session.Session;
import dev.viva.transcript.TranscriptLog;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.MDC;

/** The provider's settings for a session's call: the patient's instructions, voice and transcription. */
final class CallConfigs {
    /** In place of a model's id. */
    private static final String SIMULATOR = "simulator";

    /** Instructions take about 20 kB each. A class has one case in three phases. */
    private static final int MAX_COMPOSED = 200;

    private final FrozenCases cases;
    private final TranscriptLog log;
    private final VoiceFunctions functions;
    private final RealtimeConfiguration realtime;
    private final SafetyIdentifier safety;
    private final boolean updatesInstructions;
    /** To compose instructions took two fifths of the work of a call, and a call needs them twice. */
    private final Cache<Composed, String> composed =
            Caffeine.newBuilder().maximumSize(MAX_COMPOSED).build();

    /** All that instructions depend on, except what was said before the call. */
    private record Composed(String caseDigest, Phase phase, Occasion occasion) {}

    /**
     * @param updatesInstructions whether a live call gets new instructions at a new phase: whether it has a sideband
     */
    CallConfigs(
            FrozenCases cases,
            TranscriptLog log,
            VoiceFunctions functions,
            RealtimeConfiguration realtime,
            SafetyIdentifier safety,
            boolean updatesInstructions) {
        this.cases = cases;
        this.log = log;
        this.functions = functions;
        this.realtime = realtime;
        this.safety = safety;
        this.updatesInstructions = updatesInstructions;
    }

    /** For a voice call that is about to begin: the patient knows all that was said before. */
    CallConfig nextCall(Session session) {
        return config(session, rules(session, called(session) ? log.inReadingOrder(session) : List.of()));
    }

    /** For a conversation of typed lines, which gets the earlier lines as items of it. */
    CallConfig typed(Session session) {
        return config(session, rules(session, List.of()));
    }

    private CallConfig config(Session session, CallRules rules) {
        return new CallConfig(
                realtime.model(),
                voice(cases.of(session)),
                rules,
                new CallConfig.Origin(safety.of(session.id()), MDC.get(ProblemReply.REQUEST_ID)));
    }

    /** The rules that the server enforces in the session's phase during its call, even if the browser changes them. */
    CallRules rules(Session session) {
        return rules(session, before(session));
    }

    /** What was said before the session's voice call. During the call the patient remembers what it hears. */
    private List<Turn> before(Session session) {
        return session.call().spoken() && session.call().number() > 1 ? log.beforeLatestCall(session) : List.of();
    }

    /** Before the first call nobody heard a line. */
    private static boolean called(Session session) {
        return session.call().number() > 0;
    }

    private CallRules rules(Session session, List<Turn> before) {
        // Without a language the transcriber guesses, and writes an accent as another language.
        String own = cases.of(session).persona().language();
        String spoken = requireNonNullElse(session.subject().inputLanguage(), own);
        return new CallRules(new Secret(instructions(session, before)), realtime.speech(spoken), tools(session));
    }

    /** Only the patient is examined, and only where the server sees the voice's function calls. */
    private List<CallRules.Tool> tools(Session session) {
        boolean examines = updatesInstructions && session.subject().roleId() == null;
        return examines ? functions.tools() : List.of();
    }

    /** Contains findings and later phases only if instructions cannot change: the student's browser can read them. */
    private String instructions(Session session, List<Turn> before) {
        var subject = session.subject();
        var occasion = new Occasion(
                session.times().created().atZone(ZoneOffset.UTC).toLocalDate(),
                subject.inputLanguage(),
                subject.replyLanguage(),
                updatesInstructions ? Findings.FROM_FUNCTION : Findings.WRITTEN);
        String ofCase = composed.get(
                new Composed(subject.caseDigest(), session.phase(), occasion),
                key -> Instructions.compose(cases.of(session), key.phase(), key.occasion()));
        return SaidBefore.append(ofCase, before);
    }

    /** What the voice is told in the session's present phase, for faculty. */
    VoiceInstructions told(Session session) {
        String instructions = instructions(session, before(session));
        return new VoiceInstructions(
                session.id(),
                session.phase(),
                session.subject().roleId(),
                voice(pair(session)),
                instructions,
                Instructions.estimatedTokens(instructions),
                tools(session).stream().map(CallRules.Tool::name).toList());
    }

    CasePair pair(Session session) {
        return cases.of(session);
    }

    /** Another person's own voice, or the configured one: never the patient's. */
    String voice(CasePair pair) {
        var role = pair.role();
        String own = role == null ? pair.persona().voice() : role.voice();
        return own == null ? realtime.voice() : own;
    }

    String model() {
        return realtime.model();
    }

    /** Who plays the patient: the model, or the simulator. */
    String player() {
        return realtime.simulated() ? SIMULATOR : realtime.model();
    }

    String defaultVoice() {
        return realtime.voice();
    }

    boolean simulated() {
        return realtime.simulated();
    }
}
