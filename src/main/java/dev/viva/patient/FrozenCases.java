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
    /** Cases in use at a time. Each has up to 60 KiB of text, so all of them have 12 MiB. */
    private static final int MAX_CACHED = 200;

    private final Database database;
    // By the digest of their text, so an entry never changes.
    private final Cache<String, CasePair> thawed =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    public FrozenCases(Database database) {
        this.database = database;
    }

    public CasePair of(Session session) {
        return thawed.get(session.subject().caseDigest(), this::thaw);
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

    private CasePair thaw(String digest) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.frozen(digest))
                .map(json -> new FrozenCase(digest, json).thaw())
                .orElseThrow(() -> new IllegalStateException("the database has a session without its case"));
    }
}
