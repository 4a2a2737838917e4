package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Line;
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
    /** The meaning of words is held small ten times as strongly as the clues. */
    private static final double MEANING_SCALE = Math.sqrt(0.1);

    /** The weights of the file are whole numbers of this part. */
    private static final int PARTS = 10_000;

    /** The threshold is set so that one line in this many has a false alarm, by a model fitted without its set. */
    private static final int LINES_PER_ALARM = 60;

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
    private static final String PAIRS = "# In ten thousandths, of each clue";
    private static final int CLUES = Clue.values().length;
    private static final double[] SCALES = scales();

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
        double[] row = new double[Clues.COUNT + 1];
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
            return example.claims() ? 0.32 : example.set().equals("harmless.txt") ? 2 : 0.5;
        }
        double weight = example.seenByFindings() ? 1 : 2;
        return switch (example.seed()) {
            case "leaked" -> 0;
            case "invented" -> example.claims() ? 3 * weight : weight;
            default -> weight;
        };
    }

    private PairMargin without(Predicate<Example> leftOut) {
        double[] some = counts.clone();
        for (int i = 0; i < some.length; i++) {
            some[i] = leftOut.test(examples.get(i)) ? 0 : some[i];
        }
        return new PairMargin(rows, claims, some, SCALES);
    }

    private static double[] scales() {
        double[] scales = new double[Clues.COUNT + 1];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = i >= CLUES && i < Clues.COUNT ? MEANING_SCALE : 1;
        }
        return scales;
    }

    /** A line as one judges it: by its most likely sentence. */
    private static final class Line {
        private final String set;
        private final String seed;
        private double margin = Double.NEGATIVE_INFINITY;

        Line(Example example) {
            this.set = example.set();
            this.seed = example.seed();
        }

        boolean isAlarm(double threshold) {
            return seed.isEmpty() && margin >= threshold;
        }
    }

    /** The interviews' lines, each judged by a model that was fitted without its group. */
    private List<Line> crossValidated(List<Predicate<Example>> groups) {
        return groups.parallelStream()
                .flatMap(group -> judged(group, without(group)).stream())
                .toList();
    }

    private List<Line> judged(Predicate<Example> group, PairMargin model) {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (int i = 0; i < rows.length; i++) {
            if (group.test(examples.get(i))) {
                double[] row = rows[i].clone();
                row[row.length - 1] = 0;
                Line line = lines.computeIfAbsent(examples.get(i).line(), key -> new Line(example(key)));
                line.margin = Math.max(line.margin, model.margin(row));
            }
        }
        return List.copyOf(lines.values());
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
                .map(line -> line.margin)
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
                .filter(line -> line.seed.equals(seed) && line.margin >= threshold)
                .count();
    }

    private static List<String> file(PairMargin model, double threshold) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(FILE).stream()
                .takeWhile(line -> !line.startsWith(PAIRS))
                .toList());
        lines.add(PAIRS
                + " and of each number of the new words' mean vector: alone, with itself, and with each that follows.");
        for (int column = 0; column < Clues.COUNT; column++) {
            lines.add(Clues.name(column) + " | " + numbers(model, column));
        }
        lines.add("bias | " + whole(model.bias()));
        lines.add("# From this margin on, a sentence is noted.");
        lines.add("threshold | " + whole(threshold));
        return lines;
    }

    private static String numbers(PairMargin model, int column) {
        return IntStream.concat(
                        IntStream.of(whole(model.weight(column))),
                        IntStream.range(column, Clues.COUNT).map(other -> whole(model.weight(column, other))))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }

    private static int whole(double weight) {
        return (int) Math.round(weight * PARTS);
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
