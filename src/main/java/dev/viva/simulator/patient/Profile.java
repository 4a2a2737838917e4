package dev.viva.simulator.patient;

import com.google.common.base.Suppliers;
import dev.viva.meaning.SentenceModel;
import dev.viva.meaning.Stems;
import dev.viva.meaning.TermIndex;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is compared with a question to see whether it has one meaning.
 *
 * @param stems all telling words
 */
record Profile(
        Meaning meaning,
        Supplier<Vectors> vectors,
        List<TermIndex.Terms> wordings,
        List<List<String>> cues,
        Set<String> stems) {
    /** A name is not how a student asks. */
    private static final double NAME = 0.9;

    private static final int NEAREST = 3;
    private static final int MAX_CUE_WORDS = 3;
    /** A common word of a cue tells a third of what another does. */
    private static final double COMMON = 0.34;

    static Profile of(Sayings sayings, TermIndex terms, Optional<SentenceModel> model) {
        List<String> worded = Stream.of(sayings.questions(), sayings.names(), sayings.cues())
                .flatMap(List::stream)
                .toList();
        Set<String> stems = new HashSet<>();
        sayings.all().forEach(text -> stems.addAll(Stems.of(text)));
        stems.removeIf(Stems::isCommon);
        return new Profile(
                sayings.meaning(),
                Suppliers.memoize(() -> Vectors.of(sayings, model)),
                worded.stream().map(terms::terms).toList(),
                Stream.concat(sayings.names().stream(), sayings.cues().stream())
                        .map(Stems::of)
                        .filter(cue -> !cue.stream().allMatch(Stems::isCommon))
                        .toList(),
                stems);
    }

    /** Computes the vectors now instead of at the first question. */
    void prepare() {
        var unused = vectors.get();
    }

    /** The vectors of a meaning's texts. They are computed when they are first needed, which takes time. */
    record Vectors(List<float[]> questions, List<float[]> names, List<float[]> replies) {
        static Vectors of(Sayings sayings, Optional<SentenceModel> model) {
            return new Vectors(
                    of(sayings.questions(), model), of(sayings.names(), model), of(sayings.replies(), model));
        }

        private static List<float[]> of(List<String> texts, Optional<SentenceModel> model) {
            return model.map(m -> texts.stream().map(m::vector).toList()).orElse(List.of());
        }
    }

    /**
     * How near a question is.
     *
     * @param nearest to the nearest question or name
     * @param nearestThree to the three nearest texts, on average
     */
    record Nearness(double nearest, double nearestThree) {}

    Nearness near(float @Nullable [] asked) {
        if (asked == null) {
            return new Nearness(0, 0);
        }
        Vectors known = vectors.get();
        double[] questions = near(known.questions(), asked);
        double[] names = near(known.names(), asked);
        double[] all = Stream.of(questions, names, near(known.replies(), asked))
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        double three = Arrays.stream(all, Math.max(0, all.length - NEAREST), all.length)
                .average()
                .orElse(0);
        return new Nearness(Math.max(best(questions), NAME * best(names)), three);
    }

    private static double[] near(List<float[]> vectors, float[] asked) {
        double[] near = new double[vectors.size()];
        for (int i = 0; i < near.length; i++) {
            near[i] = Math.max(0, SentenceModel.similarity(asked, vectors.get(i)));
        }
        return near;
    }

    private static double best(double[] near) {
        double best = 0;
        for (double one : near) {
            best = Math.max(best, one);
        }
        return best;
    }

    /** How alike the wording is, from 0 to 1. */
    double wording(TermIndex.Text asked) {
        return wordings.stream().mapToDouble(asked::similarity).max().orElse(0);
    }

    /** How many words of a name or cue occur in the question as a phrase. */
    double cue(List<String> asked) {
        double best = 0;
        for (List<String> cue : cues) {
            if (Collections.indexOfSubList(asked, cue) >= 0) {
                double words = cue.stream()
                        .mapToDouble(word -> Stems.isCommon(word) ? COMMON : 1)
                        .sum();
                best = Math.max(best, Math.min(MAX_CUE_WORDS, words));
            }
        }
        return best;
    }
}
