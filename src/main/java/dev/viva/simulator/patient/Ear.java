package dev.viva.simulator.patient;

import dev.viva.meaning.SentenceModel;
import dev.viva.meaning.Stems;
import dev.viva.meaning.TermIndex;
import dev.viva.realtime.CaseScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows how students ask for each thing of one case, and says what words are likely to ask for. Immutable and
 * thread-safe.
 *
 * <p>How likely a meaning is follows from how near the words are to its examples, in meaning and in wording, compared
 * with all other meanings and with none at all.
 */
final class Ear {
    private static final double SAME_QUESTION = 0.5;

    private final Optional<SentenceModel> model;
    private final Weights weights;
    private final TermIndex terms;
    private final List<Profile> profiles = new ArrayList<>();
    private final Map<String, Double> rarity = new HashMap<>();
    private final double unseen;

    /** @param model of the case's language; empty to compare words alone */
    Ear(CaseScript script, List<SmallTalk> smallTalk, Optional<SentenceModel> model) {
        this.model = model;
        this.weights = model.isPresent() ? Weights.WITH_VECTORS : Weights.OF_WORDS;
        List<Sayings> all = Sayings.of(script, outsideOf(script, smallTalk));
        this.terms = new TermIndex(
                all.stream().flatMap(sayings -> sayings.all().stream()).toList());
        all.forEach(sayings -> profiles.add(Profile.of(sayings, terms, model)));
        Map<String, Integer> occurrences = new HashMap<>();
        profiles.forEach(profile -> profile.stems().forEach(stem -> occurrences.merge(stem, 1, Integer::sum)));
        double count = profiles.size() + 1.0;
        occurrences.forEach((stem, times) -> rarity.put(stem, Math.log(count / (times + 0.5))));
        this.unseen = Math.log(count / 0.5);
    }

    /** What one case leaves out another may tell: its own questions are not outside. */
    private static List<SmallTalk> outsideOf(CaseScript script, List<SmallTalk> smallTalk) {
        List<String> questions = Sayings.of(script, List.of()).stream()
                .flatMap(sayings -> sayings.questions().stream())
                .toList();
        var terms = new TermIndex(questions);
        List<TermIndex.Terms> known = questions.stream().map(terms::terms).toList();
        return smallTalk.stream()
                .filter(one -> one.intent() != Intent.OUTSIDE
                        || known.stream()
                                .mapToDouble(terms.text(one.text())::similarity)
                                .noneMatch(alike -> alike >= SAME_QUESTION))
                .toList();
    }

    /** The meanings that some words may have in a phase, the likeliest first, with their probability. */
    List<Heard> hear(String words, Phase phase) {
        var asked = new Asked(model.map(m -> m.vector(words)).orElse(null), terms.text(words), Stems.of(words));
        List<Heard> heard = new ArrayList<>();
        double sum = Math.exp(weights.nothing());
        for (Profile profile : profiles) {
            if (possible(profile.meaning(), phase)) {
                double score = score(asked, profile);
                heard.add(new Heard(profile.meaning(), Math.exp(score)));
                sum += Math.exp(score);
            }
        }
        double whole = sum;
        return heard.stream()
                .map(one -> new Heard(one.meaning(), one.probability() / whole))
                .sorted(Comparator.comparingDouble(Heard::probability).reversed())
                .toList();
    }

    /** How near words are to one of some examples, from 0 to 1; 0 without vectors. */
    double similarity(String words, Collection<String> examples) {
        return model.map(m -> examples.stream()
                        .mapToDouble(example -> SentenceModel.similarity(m.vector(words), m.vector(example)))
                        .max()
                        .orElse(0))
                .orElse(0.0);
    }

    private record Asked(float @Nullable [] vector, TermIndex.Text text, List<String> stems) {}

    private double score(Asked asked, Profile profile) {
        Profile.Nearness near = profile.near(asked.vector());
        return weights.score(
                profile.meaning(),
                near.nearest(),
                near.nearestThree(),
                profile.wording(asked.text()),
                coverage(asked.stems(), profile),
                profile.cue(asked.stems()));
    }

    /** Which part of the telling words occurs among the profile's; rare words count more. */
    private double coverage(List<String> asked, Profile profile) {
        Set<String> telling = new HashSet<>(asked);
        telling.removeIf(Stems::isCommon);
        double all = 0;
        double met = 0;
        for (String stem : telling) {
            double weight = rarity.getOrDefault(stem, unseen);
            all += weight;
            met += profile.stems().contains(stem) ? weight : 0;
        }
        return all == 0 ? 0 : met / all;
    }

    /** Tests are for the examination and proposals for the plan; what can be told, always. */
    private static boolean possible(Meaning meaning, Phase phase) {
        return switch (meaning) {
            case Meaning.Told told -> true;
            case Meaning.Talk talk ->
                switch (talk.intent()) {
                    case HURTS -> phase == Phase.OBJECTIVE;
                    case PLAN -> phase == Phase.TREATMENT_PLAN;
                    default -> true;
                };
            case Meaning.Tested tested -> phase == Phase.OBJECTIVE;
            case Meaning.Proposed proposed -> phase == Phase.TREATMENT_PLAN;
        };
    }

    /** Computes what is computed at first use, in the order in which an encounter needs it. */
    void prepare() {
        for (Phase phase : Phase.values()) {
            profiles.stream()
                    .filter(profile -> possible(profile.meaning(), phase))
                    .forEach(Profile::prepare);
        }
    }
}
