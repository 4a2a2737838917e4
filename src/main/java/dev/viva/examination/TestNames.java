package dev.viva.examination;

import static java.util.Objects.requireNonNullElse;

import dev.viva.model.ExaminationTopic;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the test that a model means: by its id, by a name, or by a description. Immutable. */
final class TestNames {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Words that tell no test from another. */
    private static final Set<String> COMMON = Set.of(
            "a", "an", "and", "at", "can", "do", "for", "i", "in", "is", "it", "ll", "me", "my", "now", "of", "on",
            "or", "please", "s", "sign", "test", "tests", "testing", "the", "their", "to", "will", "with", "you",
            "your", "left", "right", "side", "patient");
    /** Half of the words must agree, and two at least: one common word must never suffice. */
    private static final double MIN_OVERLAP = 0.5;

    private static final int MIN_WORDS = 2;

    private final Map<String, String> byName = new LinkedHashMap<>();
    private final Map<Set<String>, String> byWords = new LinkedHashMap<>();

    private TestNames() {}

    /** The names of the case's tests before those of the catalogues. */
    static TestNames of(List<ExaminationTopic> topics, Tests tests) {
        var names = new TestNames();
        topics.forEach(topic -> {
            String id = topic.testId();
            names.name(id, Stream.of(id, topic.topic()));
            names.describe(id, Stream.concat(Stream.of(topic.topic()), all(topic.examples())));
        });
        tests.byId().forEach((id, entry) -> {
            names.name(id, Stream.concat(Stream.of(id, entry.name()), all(entry.also())));
            names.describe(
                    id,
                    Stream.of(Stream.of(entry.name()), all(entry.also()), all(entry.describedAs()))
                            .flatMap(one -> one));
        });
        return names;
    }

    /** The id of the test that is meant; empty if none or several may be. */
    Optional<String> find(String said) {
        String name = normalised(said);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(byName.get(name)).or(() -> described(words(said)));
    }

    private Optional<String> described(Set<String> words) {
        double best = MIN_OVERLAP;
        Set<String> ids = Set.of();
        for (Map.Entry<Set<String>, String> known : byWords.entrySet()) {
            double overlap = overlap(words, known.getKey());
            if (overlap > best) {
                best = overlap;
                ids = Set.of(known.getValue());
            } else if (overlap == best) {
                ids = Stream.concat(ids.stream(), Stream.of(known.getValue())).collect(Collectors.toSet());
            }
        }
        return ids.size() == 1 ? Optional.of(ids.iterator().next()) : Optional.empty();
    }

    /** Of all words of both, the share that both have. */
    private static double overlap(Set<String> said, Set<String> known) {
        long common = said.stream().filter(known::contains).count();
        return common < MIN_WORDS ? 0 : (double) common / (said.size() + known.size() - common);
    }

    private void name(String id, Stream<String> names) {
        names.map(TestNames::normalised).forEach(name -> byName.putIfAbsent(name, id));
    }

    private void describe(String id, Stream<String> descriptions) {
        descriptions.map(TestNames::words).forEach(words -> byWords.putIfAbsent(words, id));
    }

    private static Stream<String> all(@Nullable Collection<String> some) {
        return requireNonNullElse(some, List.<String>of()).stream();
    }

    private static String normalised(String said) {
        return allWords(said)
                .filter(word -> !Set.of("test", "the", "sign", "s").contains(word))
                .collect(Collectors.joining(" "));
    }

    private static Set<String> words(String said) {
        return allWords(said)
                .filter(word -> !COMMON.contains(word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<String> allWords(String said) {
        String plain = MARKS.matcher(Normalizer.normalize(said.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
        return Arrays.stream(BETWEEN_WORDS.split(plain, -1)).filter(word -> !word.isEmpty());
    }
}
