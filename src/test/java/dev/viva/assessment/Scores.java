package dev.viva.assessment;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Bodies of assessments. */
public final class Scores {
    private Scores() {}

    public static String of(String rubric, int version, String state, String scores) {
        return "{\"rubric_id\":\"%s\",\"rubric_version\":\"1\",\"version\":%d,\"state\":\"%s\",\"scores\":%s}"
                .formatted(rubric, version, state, scores);
    }

    /** The same value for each criterion, each with this line as its evidence. */
    public static String each(Collection<String> criteria, int value, String... evidence) {
        return "[" + criteria.stream().map(id -> one(id, value, evidence)).collect(Collectors.joining(",")) + "]";
    }

    public static String one(String criterion, int value, String... evidence) {
        String items = List.of(evidence).stream().map(id -> '"' + id + '"').collect(Collectors.joining(","));
        return "{\"criterion_id\":\"%s\",\"value\":%d,\"evidence\":[%s]}".formatted(criterion, value, items);
    }
}
