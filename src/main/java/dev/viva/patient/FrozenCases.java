package dev.viva.patient;

import static java.util.Objects.requireNonNullElse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.model.CaseMedia;
import dev.viva.session.CaseNames;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives each session its case as it was when the session began. Thread-safe. */
public final class FrozenCases implements CaseNames {
    /** Of the cases in use at a time, in characters: some 250, since a case has about 60,000. */
    private static final int MAX_CACHED = 16_000_000;

    private final Database database;
    // By the digest of their text, so an entry never changes.
    private final Cache<String, Thawed> cases = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED)
            .weigher((String digest, Thawed each) -> each.length())
            .build();

    private record Thawed(CasePair pair, int length) {}

    public FrozenCases(Database database) {
        this.database = database;
    }

    public CasePair of(Session session) {
        return cases.get(session.subject().caseDigest(), this::thaw).pair();
    }

    @Override
    public Names names(Session session) {
        var pair = of(session);
        String language = pair.persona().language();
        return new Names(
                pair.scenario().title(),
                pair.persona().name(),
                pair.speaker(),
                requireNonNullElse(session.subject().inputLanguage(), language),
                requireNonNullElse(session.subject().replyLanguage(), language),
                media(pair));
    }

    private static Set<String> media(CasePair pair) {
        return Stream.ofNullable(pair.scenario().media())
                .flatMap(List::stream)
                .map(CaseMedia::mediaId)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Thawed thaw(String digest) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.frozen(digest))
                .map(json -> new Thawed(new FrozenCase(digest, json).thaw(), json.length()))
                .orElseThrow(() -> new IllegalStateException("the database has a session without its case"));
    }
}
