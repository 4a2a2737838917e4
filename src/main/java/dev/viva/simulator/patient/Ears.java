package dev.viva.simulator.patient;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.viva.meaning.SentenceModel;
import dev.viva.realtime.CaseScript;
import java.util.Optional;

/** One ear for each case, made when it is first needed and shared by all conversations. Thread-safe. */
final class Ears {
    /** Each takes some MiB. */
    private static final int MAX_CASES = 40;

    private static final String ENGLISH = "en";

    // By the script itself: equal content has an equal ear, changed content another.
    private static final LoadingCache<CaseScript, Ear> EARS =
            Caffeine.newBuilder().maximumSize(MAX_CASES).build(Ears::make);

    private Ears() {}

    /** The ear of a case. The first takes seconds, since it loads the model and reads the case. */
    static Ear of(CaseScript script) {
        return EARS.get(script);
    }

    private static Ear make(CaseScript script) {
        String language = script.speaker().language();
        return language.equals(ENGLISH)
                ? new Ear(script, SmallTalk.in(language), SentenceModel.shared())
                : new Ear(script, SmallTalk.in(language), Optional.empty());
    }
}
