package dev.viva.assessment;

import dev.viva.content.CanonicalJson;
import dev.viva.session.Ids;
import dev.viva.storage.Database;
import java.util.Optional;

/** Who of faculty assesses: the pseudonym behind which a rater's name stays. Thread-safe. */
final class Raters {
    private final Database database;

    Raters(Database database) {
        this.database = database;
    }

    /** The pseudonym of somebody who has assessed before. */
    Optional<String> find(String name) {
        return database.read().withExtension(RaterDao.class, raters -> raters.find(name));
    }

    /** The pseudonym of a rater, which is made at their first assessment. */
    String of(String name) {
        return find(name).orElseGet(() -> make(name));
    }

    /** A commit of its own before that of the session: raters are always locked before sessions. */
    private String make(String name) {
        return database.commits().commit("rater_" + CanonicalJson.digest(name), transaction -> {
            RaterDao raters = transaction.dao(RaterDao.class);
            raters.insert(Ids.rater(), name);
            return raters.find(name).orElseThrow();
        });
    }
}
