package dev.viva.debrief;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.access.SessionAccess;
import dev.viva.library.Library;
import dev.viva.model.Debrief;
import dev.viva.model.DebriefItem;
import dev.viva.model.Fidelity;
import dev.viva.model.Turn;
import dev.viva.patient.CasePair;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.transcript.TranscriptLog;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;
import java.util.List;

/**
 * Computes debriefs when they are read, never while a line is relayed, and keeps the latest ones by the digests of what
 * they are computed from. Thread-safe.
 */
public final class Debriefs {
    /** In characters: some 200 debriefs of usual encounters, or a few of endless ones. */
    private static final int MAX_CACHED = 16_000_000;
    /** Each takes about two megabytes. */
    private static final int MAX_CASES = 20;

    private final TranscriptLog log;
    private final Library library;
    private final DebriefStore store;
    private final ReleaseRules release;
    private final Cache<Key, Points> points = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED)
            .weigher((Key key, Points each) -> each.size())
            .build();
    private final Cache<CaseKey, PreparedCase> cases =
            Caffeine.newBuilder().maximumSize(MAX_CASES).build();
    /** By the digest of the content, which changes when an author's machine reloads it. */
    private final Cache<String, Rules> rules =
            Caffeine.newBuilder().maximumSize(2).build();

    private record Key(String conversation, CaseKey of) {}

    private record CaseKey(String frozen, String rules) {}

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
            TranscriptLog log,
            DebriefConfiguration config,
            Clock clock) {
        ObjectMapper json = environment.getObjectMapper();
        var store = new DebriefStore(database, json, clock);
        var rules = new ReleaseRules(config, clock);
        var debriefs = new Debriefs(log, library, store, rules);
        environment.jersey().register(new DebriefResource(access, debriefs, store));
        return debriefs;
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

    /** What the conversation of a session shows of its case. */
    public List<DebriefItem> items(Session session) {
        return of(session).items();
    }

    /** How the patient of a session kept to the case, and who played them. */
    public Fidelity fidelity(Session session) {
        return requireNonNull(of(session).fidelity());
    }

    /** The debrief of a session as it stands, with everything in it. */
    Debrief of(Session session) {
        List<Turn> lines = log.inReadingOrder(session);
        var conversation = Conversation.of(lines, log.examinations(session));
        CasePair pair = library.frozen().of(session);
        Rules now = rules.get(
                library.cases().digest(), digest -> Rules.of(library.cases().questions()));
        var of = new CaseKey(session.subject().caseDigest(), now.digest());
        Points found = points.get(
                new Key(conversation.digest(), of),
                key -> Debriefing.of(conversation, cases.get(of, unused -> PreparedCase.of(pair, now))));
        return new Debrief(
                session.id(),
                log.summary(session, session.lastSeq(), lines).digest(),
                session.subject().caseDigest(),
                Rules.VERSION,
                now.digest(),
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
