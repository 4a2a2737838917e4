package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.model.Rubric;
import dev.viva.model.RubricCriterion;
import dev.viva.model.RubricScale;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The rules of rubrics: unique criteria, words for each point of a scale, and candidates that a debrief has. */
final class RubricRules implements ContentRule {
    /** The items of a debrief that are the same in every case. */
    static final Set<String> COMMUNICATION = Set.of(
            "communication/agenda",
            "communication/empathy",
            "communication/safety-net",
            "communication/signpost",
            "communication/summary");

    @Override
    public void check(Documents documents, Consumer<Finding> findings) {
        documents.rubrics().forEach(rubric -> check(rubric, findings));
    }

    private static void check(Document<Rubric> rubric, Consumer<Finding> findings) {
        var seen = new HashSet<String>();
        int i = 0;
        for (RubricCriterion criterion : rubric.value().criteria()) {
            String place = "/criteria/" + i;
            if (!seen.add(criterion.id())) {
                findings.accept(rubric.error(place + "/id", "is the id of another criterion too"));
            }
            int points = points(criterion.scale());
            int anchors = criterion.anchors().size();
            if (anchors != points) {
                findings.accept(rubric.error(
                        place + "/anchors",
                        "has %d items, but the scale %s has %d points: say what each means, the lowest first"
                                .formatted(anchors, criterion.scale(), points)));
            }
            candidates(rubric, criterion, place + "/candidates/", findings);
            i++;
        }
    }

    /** What a good plan contains differs from case to case. */
    private static void candidates(
            Document<Rubric> rubric, RubricCriterion criterion, String pointer, Consumer<Finding> findings) {
        int i = 0;
        for (String id : Objects.requireNonNullElse(criterion.candidates(), List.<String>of())) {
            if (id.startsWith("communication/") && !COMMUNICATION.contains(id)) {
                findings.accept(rubric.error(pointer + i, "is no item of a debrief" + Similar.hint(id, COMMUNICATION)));
            }
            i++;
        }
    }

    private static int points(RubricScale scale) {
        return switch (scale) {
            case BINARY -> 2;
            case THREE -> 3;
            case FIVE -> 5;
        };
    }
}
