package dev.viva.sheet;

import dev.viva.model.Guardrails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whom a case fits, in words. */
final class Guards {
    private Guards() {}

    static String inWords(Guardrails guardrails) {
        var words = new ArrayList<String>();
        words.add("%d to %d years".formatted(guardrails.minAge(), guardrails.maxAge()));
        add(words, "", guardrails.sexes());
        add(words, "smoking: ", guardrails.smoking());
        add(words, "lives: ", guardrails.lives());
        add(words, "work: ", guardrails.work());
        add(words, "with ", guardrails.needs());
        add(words, "without ", guardrails.excludes());
        add(words, "only ", guardrails.personas());
        return String.join("; ", words);
    }

    private static void add(List<String> words, String before, @Nullable Collection<?> values) {
        if (values != null && !values.isEmpty()) {
            words.add(before
                    + values.stream()
                            .map(value -> value.toString().replace('_', ' '))
                            .collect(Collectors.joining(", ")));
        }
    }
}
