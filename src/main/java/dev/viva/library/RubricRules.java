package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.model.Rubric;
import dev.viva.model.RubricCriterion;
import dev.viva.model.RubricScale;
import java.util.HashSet;
import java.util.function.Consumer;

/** The rules of rubrics: unique criteria, and words for each point of a scale. */
final class RubricRules implements ContentRule {
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
