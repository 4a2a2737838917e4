package dev.viva.simulator.patient;

import dev.viva.simulator.patient.HeldQuestions.Held;
import dev.viva.simulator.patient.HeldQuestions.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Counts what became of questions. */
final class Tally {
    private record Judged(Held held, Result result) {}

    private final List<Judged> all = new ArrayList<>();

    void add(Held held, Result result) {
        all.add(new Judged(held, result));
    }

    /** Which part of some questions had a result. */
    double share(Result result, Predicate<Held> of) {
        List<Judged> some = all.stream().filter(one -> of.test(one.held())).toList();
        return some.stream().filter(one -> one.result() == result).count() / (double) some.size();
    }

    /** How many of some questions had a result. */
    long count(Result result, Predicate<Held> of) {
        return all.stream()
                .filter(one -> of.test(one.held()) && one.result() == result)
                .count();
    }

    /** Right, wrong and not followed of each kind, in one line. */
    String row() {
        return all.stream()
                .collect(Collectors.groupingBy(one -> one.held().kind(), TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(kind -> kind.getKey()
                        + Arrays.stream(Result.values())
                                .map(result -> " "
                                        + kind.getValue().stream()
                                                .filter(one -> one.result() == result)
                                                .count())
                                .collect(Collectors.joining("/")))
                .collect(Collectors.joining("; "));
    }

    /** By kind: right, wrong, not followed; then the lines that were not right. */
    @Override
    public String toString() {
        Map<String, Map<Result, Long>> kinds = all.stream()
                .collect(Collectors.groupingBy(
                        one -> one.held().kind(),
                        TreeMap::new,
                        Collectors.groupingBy(Judged::result, TreeMap::new, Collectors.counting())));
        return kinds + "\n"
                + all.stream()
                        .filter(one -> one.result() != Result.RIGHT)
                        .map(one -> one.result() + " " + one.held().line() + " "
                                + one.held().gold())
                        .collect(Collectors.joining("\n"));
    }
}
