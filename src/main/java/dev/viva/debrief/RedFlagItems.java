package dev.viva.debrief;

import dev.viva.debrief.evidence.CaseTopics;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.RedFlag;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which dangers were screened, by the topics that the case says cover them. Nothing is inferred from prose. */
final class RedFlagItems {
    private static final int MAX_EVIDENCE = 10;

    private final List<DebriefItem> items;

    /** @param items of history and examination */
    RedFlagItems(List<DebriefItem> items) {
        this.items = items;
    }

    List<DebriefItem> of(List<RedFlag> flags) {
        return flags.stream().map(this::of).toList();
    }

    private DebriefItem of(RedFlag flag) {
        List<List<DebriefItem>> covering = flag.coveredBy().stream()
                .map(topic -> items.stream()
                        .filter(item -> item.title().equals(topic))
                        .toList())
                .toList();
        boolean all = Boolean.TRUE.equals(flag.all());
        DebriefResult result = result(covering, all);
        return new DebriefItem(
                "red_flag/" + CaseTopics.slug(flag.flag()),
                DebriefKind.RED_FLAG,
                flag.flag(),
                result,
                null,
                null,
                DebriefBasis.RULE,
                null,
                evidence(covering, result, DebriefItem::evidence),
                asked(covering, result),
                null);
    }

    /** What nobody present can tell, the student cannot miss. */
    private static DebriefResult result(List<List<DebriefItem>> covering, boolean all) {
        // A case of an earlier version does not say what covers a danger.
        if (!covering.isEmpty() && !is(covering, all, topic -> !topic.isEmpty())) {
            return DebriefResult.NOT_APPLICABLE;
        }
        if (is(covering, all, topic -> has(topic, DebriefResult.MET))) {
            return DebriefResult.MET;
        }
        return is(covering, all, topic -> has(topic, DebriefResult.MET) || has(topic, DebriefResult.UNCLEAR))
                ? DebriefResult.UNCLEAR
                : DebriefResult.NOT_MET;
    }

    private static boolean is(List<List<DebriefItem>> covering, boolean all, Predicate<List<DebriefItem>> covered) {
        return all ? covering.stream().allMatch(covered) : covering.stream().anyMatch(covered);
    }

    private static boolean has(List<DebriefItem> topic, DebriefResult result) {
        return topic.stream().anyMatch(item -> item.result() == result);
    }

    /** What shows the result: of a flag that is not met, also what was asked for and not told. */
    private static List<Evidence> evidence(
            List<List<DebriefItem>> covering, DebriefResult result, Function<DebriefItem, List<Evidence>> part) {
        return covering.stream()
                .flatMap(List::stream)
                .filter(item -> shows(item.result(), result))
                .map(part)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .distinct()
                .limit(MAX_EVIDENCE)
                .toList();
    }

    /** Of a flag that is met, the items that are met alone. */
    private static boolean shows(DebriefResult item, DebriefResult flag) {
        return switch (item) {
            case MET -> flag != DebriefResult.NOT_APPLICABLE;
            case UNCLEAR -> flag == DebriefResult.UNCLEAR || flag == DebriefResult.NOT_MET;
            case NOT_MET -> flag == DebriefResult.NOT_MET;
            case NOT_APPLICABLE -> false;
        };
    }

    private static @Nullable List<Evidence> asked(List<List<DebriefItem>> covering, DebriefResult result) {
        List<Evidence> asked = evidence(covering, result, item -> item.askedBy() == null ? List.of() : item.askedBy());
        return asked.isEmpty() ? null : asked;
    }
}
