package dev.viva.debrief;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.access.SessionAccess;
import dev.viva.library.Library;
import dev.viva.model.Debrief;
import dev.viva.model.DebriefItem;
import dev.viva.model.Fidelity;
import dev.viva.model.ModelFidelity;
import dev.viva.model.Reflection;
import dev.viva.model.Turn;
import dev.viva.patient.CasePair;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Computes debriefs when they are read, never while a line is relayed, and keeps the latest ones. Thread-safe. */
public final class Debriefs {
    /** Each takes about two megabytes. */
    private static final int MAX_CASES = 20;

    private final TranscriptLog log;
    private final Library library;
    private final DebriefStore store;
    private final ReleaseRules release;
    private final DebriefCache kept = new DebriefCache();
    private final Cache<CaseKey, PreparedCase> cases =
            Caffeine.newBuilder().maximumSize(MAX_CASES).build();
    /** By the digest of the content, which changes when an author's machine reloads it. */
    private final Cache<String, Rules> rules =
            Caffeine.newBuilder().maximumSize(2).build();

    private record CaseKey(String frozen, String rules) {}

    /** What a debrief is computed from. */
    private record Source(Conversation conversation, CasePair pair, String frozen, Rules rules) {
        DebriefCache.Key key() {
            return new DebriefCache.Key(conversation.digest(), frozen, rules.digest());
        }
    }

    private Debriefs(TranscriptLog log, Library library, DebriefStore store, ReleaseRules release) {
        this.log = log;
        this.library = library;
        this.store = store;
        this.release = release;
    }

    /** Serves the debriefs of all sessions. */
    public static Debriefs install(
            Environment environment,
            Database database,
            SessionAccess access,
            Library library,
            Transcripts transcripts,
            DebriefConfiguration config,
            Clock clock) {
        ObjectMapper json = environment.getObjectMapper();
        var store = new DebriefStore(database, json, clock);
        var rules = new ReleaseRules(config, clock);
        var debriefs = new Debriefs(transcripts.log(), library, store, rules);
        environment.jersey().register(new DebriefResource(access, debriefs, store, transcripts.held()));
        return debriefs;
    }

    /** Reads what a session's student wrote about it. */
    public static Function<String, Optional<Reflection>> reflections(
            Environment environment, Database database, Clock clock) {
        return new DebriefStore(database, environment.getObjectMapper(), clock)::reflection;
    }

    /**
     * Whether the student's debrief contains the answers.
     *
     * @throws ProblemException {@code session_not_closed}, {@code reflection_required}, {@code debrief_not_released} or
     *     {@code exam_not_released} when the student may not read it yet, nor what people say of the encounter
     */
    public boolean answersFor(Session session) {
        String id = session.id();
        return release.answers(session, store.released(id), store.reflection(id).isPresent());
    }

    /** What the conversation of a session shows of its case, without evidence. */
    public List<DebriefItem> items(Session session) {
        return outline(session).items();
    }

    /** How the patient of a session kept to the case, and who played them. */
    public ModelFidelity fidelity(Session session) {
        return outline(session).fidelity(store.model(session.id()).orElse(null));
    }

    private Outline outline(Session session) {
        Source source = source(session, log.inReadingOrder(session));
        return kept.outline(source.key(), () -> computed(source));
    }

    private Source source(Session session, List<Turn> lines) {
        Rules now = rules.get(
                library.cases().digest(), digest -> Rules.of(library.cases().questions()));
        return new Source(
                Conversation.of(lines, log.examinations(session)),
                library.frozen().of(session),
                session.subject().caseDigest(),
                now);
    }

    private Points computed(Source source) {
        PreparedCase prepared = cases.get(
                new CaseKey(source.frozen(), source.rules().digest()),
                unused -> PreparedCase.of(source.pair(), source.rules()));
        return Debriefing.of(source.conversation(), prepared);
    }

    /** The debrief of a session as it stands, with everything in it. */
    Debrief of(Session session) {
        List<Turn> lines = log.inReadingOrder(session);
        Source source = source(session, lines);
        Points found = kept.points(source.key(), () -> computed(source));
        return new Debrief(
                session.id(),
                log.summary(session, session.lastSeq(), lines).digest(),
                session.subject().caseDigest(),
                Rules.VERSION,
                source.rules().digest(),
                session.times().closed() != null,
                true,
                null,
                found.items(),
                found.measures(),
                new Fidelity(
                        store.model(session.id()).orElse(null),
                        found.fidelity().patientLines(),
                        found.fidelity().notes()),
                found.limits());
    }
}
