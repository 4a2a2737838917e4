package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.evidence.WordVectors;
import dev.viva.debrief.fidelity.ClaimExamples.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits the weights of {@link Claim} to the labelled sentences, and prints what the model finds in interviews that were
 * left out of the fit. DEBRIEF.md says how it is run.
 */
final class ClaimFit {
    private static final Path FILE = Path.of("src/main/resources/dev/viva/debrief/fidelity/claim-weights.txt");
    private static final double CLUES_HELD = 100;
    private static final double MEANING_HELD = 1_000;
    /** The threshold is set so that one line in this many has a false alarm, by a model fitted without its set. */
    private static final int LINES_PER_ALARM = 50;

    private static final Set<Clue> OF_FINDINGS = Set.of(
            Clue.NEW_SYMPTOM,
            Clue.NEW_CONDITION,
            Clue.NEW_MEDICINE,
            Clue.NEW_PROCEDURE,
            Clue.NEW_BODY,
            Clue.NEW_OF_RELATIVE,
            Clue.ELSEWHERE,
            Clue.KNOWN,
            Clue.EXCLUDED,
            Clue.SUPPOSED,
            Clue.DENIED,
            Clue.TROUBLE,
            Clue.NEW_FINDING);
    private static final int CLUES = Clue.values().length;
    private static final int DIMENSIONS = WordVectors.shared().dimensions();

    private final List<Example> examples;
    private final double[][] rows;
    private final boolean[] claims;
    private final double[] counts;

    private ClaimFit(List<Example> examples) {
        this.examples = examples;
        this.rows = examples.stream().map(ClaimFit::row).toArray(double[][]::new);
        this.counts = examples.stream().mapToDouble(ClaimFit::count).toArray();
        this.claims = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            claims[i] = examples.get(i).claims();
        }
    }

    /** The last column tells of which examples the list of findings was written; in those its clues are left out. */
    private static double[] row(Example example) {
        double[] row = new double[CLUES + DIMENSIONS + 1];
        for (int i = 0; i < row.length - 1; i++) {
            boolean hidden = i < CLUES && example.seenByFindings() && OF_FINDINGS.contains(Clue.values()[i]);
            row[i] = hidden ? 0 : example.values()[i] / 1000.0;
        }
        row[row.length - 1] = example.seenByFindings() ? 1 : 0;
        return row;
    }

    /** How much an example counts. A leak is judged elsewhere. */
    private static double count(Example example) {
        if (!ClaimExamples.SETS.contains(example.set())) {
            return example.claims() ? 0.25 : example.set().equals("harmless.txt") ? 2 : 0.35;
        }
        double weight = example.seenByFindings() ? 1 : 2;
        return switch (example.seed()) {
            case "leaked" -> 0;
            case "invented" -> example.claims() ? 3 * weight : weight;
            default -> weight;
        };
    }

    private Logistic without(Predicate<Example> leftOut) {
        double[] some = counts.clone();
        for (int i = 0; i < some.length; i++) {
            some[i] = leftOut.test(examples.get(i)) ? 0 : some[i];
        }
        double[] held = new double[CLUES + DIMENSIONS + 1];
        for (int i = 0; i < held.length; i++) {
            held[i] = i >= CLUES && i < CLUES + DIMENSIONS ? MEANING_HELD : CLUES_HELD;
        }
        return new Logistic(rows, claims, some, held);
    }

    /** A line as one judges it: by its most likely sentence. */
    private static final class Line {
        private final String set;
        private final String seed;
        private double odds = Double.NEGATIVE_INFINITY;

        Line(Example example) {
            this.set = example.set();
            this.seed = example.seed();
        }

        boolean isAlarm(double threshold) {
            return seed.isEmpty() && odds >= threshold;
        }
    }

    /** The interviews' lines, each judged by a model that was fitted without its group. */
    private List<Line> crossValidated(List<Predicate<Example>> groups) {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (Predicate<Example> group : groups) {
            Logistic model = without(group);
            for (int i = 0; i < rows.length; i++) {
                if (group.test(examples.get(i))) {
                    double[] row = rows[i].clone();
                    row[row.length - 1] = 0;
                    Line line = lines.computeIfAbsent(examples.get(i).line(), key -> new Line(example(key)));
                    line.odds = Math.max(line.odds, model.odds(row));
                }
            }
        }
        return new ArrayList<>(lines.values());
    }

    private Example example(String line) {
        return examples.stream()
                .filter(one -> one.line().equals(line))
                .findFirst()
                .orElseThrow();
    }

    private List<Predicate<Example>> sets() {
        return ClaimExamples.SETS.stream()
                .map(set -> (Predicate<Example>) example -> example.set().equals(set))
                .toList();
    }

    private List<Predicate<Example>> cases() {
        return examples.stream()
                .map(Example::scenario)
                .distinct()
                .sorted()
                .map(scenario -> (Predicate<Example>)
                        example -> example.scenario().equals(scenario) && ClaimExamples.SETS.contains(example.set()))
                .toList();
    }

    private static double threshold(List<Line> lines) {
        List<Double> harmless = lines.stream()
                .filter(line -> line.seed.isEmpty())
                .map(line -> line.odds)
                .sorted(Comparator.reverseOrder())
                .toList();
        return harmless.get(lines.size() / LINES_PER_ALARM);
    }

    private static void print(String what, List<Line> lines, double threshold) {
        System.out.printf(Locale.ROOT, "%s, threshold %.3f:%n", what, threshold);
        List<String> names = new ArrayList<>(ClaimExamples.SETS);
        names.add("all");
        for (String name : names) {
            List<Line> some = lines.stream()
                    .filter(line -> name.equals("all") || line.set.equals(name))
                    .toList();
            System.out.printf(
                    Locale.ROOT,
                    "  %s: lines with inventions %d of %d, with contradictions %d of %d, false alarms %d in %d%n",
                    name,
                    count(some, "invented", threshold),
                    count(some, "invented", Double.NEGATIVE_INFINITY),
                    count(some, "contradicted", threshold),
                    count(some, "contradicted", Double.NEGATIVE_INFINITY),
                    some.stream().filter(line -> line.isAlarm(threshold)).count(),
                    some.size());
        }
    }

    private static long count(List<Line> lines, String seed, double threshold) {
        return lines.stream()
                .filter(line -> line.seed.equals(seed) && line.odds >= threshold)
                .count();
    }

    private static String numbers(Logistic model, int from) {
        return IntStream.range(from, from + DIMENSIONS)
                .mapToObj(i -> "" + Math.round(model.weight(i) * 1000))
                .collect(Collectors.joining(" "));
    }

    private static List<String> file(Logistic model, double threshold) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(FILE).stream()
                .takeWhile(line -> !line.startsWith("# Of each clue"))
                .toList());
        lines.add("# Of each clue.");
        for (Clue clue : Clue.values()) {
            lines.add(clue + " | " + Math.round(model.weight(clue.ordinal()) * 1000));
        }
        lines.add("# Of the meaning of the words that the case does not have.");
        lines.add("new-meaning | " + numbers(model, CLUES));
        lines.add("bias | " + Math.round(model.bias() * 1000));
        lines.add("# From these odds on, a sentence is noted.");
        lines.add("threshold | " + Math.round(threshold * 1000));
        return lines;
    }

    /** Whether the file is what the fit makes; prints what it finds. */
    static boolean isReproduced(boolean write) throws IOException {
        var fit = new ClaimFit(ClaimExamples.read());
        List<Line> bySet = fit.crossValidated(fit.sets());
        double threshold = threshold(bySet);
        print("Each set left out in turn", bySet, threshold);
        print("Each case left out in turn", fit.crossValidated(fit.cases()), threshold);
        List<String> file = file(fit.without(example -> false), threshold);
        if (write) {
            Files.write(FILE, file);
        }
        return file.equals(Files.readAllLines(FILE));
    }
}
