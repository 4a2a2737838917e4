package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.interviews.Interview;
import dev.viva.debrief.language.Words;
import dev.viva.gate.Opening;
import dev.viva.library.TestContent;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import dev.viva.model.LineMark;
import dev.viva.model.Measure;
import dev.viva.model.Phase;
import dev.viva.model.RedFlag;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.patient.CasePair;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * A later text of a line changes what quotes the line, and no more than this: of a student's line also what its answers
 * tell; what counts over many lines (talk share, runs, opening, first red flag, jargon and who explained it, who
 * interrupted); and what is made of items that changed. DEBRIEF.md says the same in a paragraph.
 */
class RevisedLinePropertyTest {
    private static final int MAX_LINES = 26;
    private static final int MAX_TELLINGS = 5;
    private static final int MAX_CANDIDATES = 20;
    private static final String CONSENT = "gate/consent-before-touch";

    private static final List<Interview> INTERVIEWS = Stream.of("tuning", "third", "fourth")
            .flatMap(set -> Interview.of(set).stream())
            .toList();
    private static final List<String> SAID = INTERVIEWS.stream()
            .flatMap(interview -> interview.lines().stream())
            .map(Turn::text)
            .toList();
    private static final Rules RULES = Rules.of(TestContent.SHIPPED.questions());
    private static final Map<CasePair, PreparedCase> CASES = new ConcurrentHashMap<>();

    @Provide
    Arbitrary<Interview> interviews() {
        return Arbitraries.of(INTERVIEWS);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(60);
        return Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.of(SAID)), Tuple.of(1, any));
    }

    @Property(tries = 120, shrinking = ShrinkingMode.OFF)
    void aRevisedLineChangesWhatQuotesItAndWhatDependsOnIt(
            @ForAll("interviews") Interview interview, @ForAll("texts") String text, @ForAll long seed) {
        List<Turn> lines = someOf(interview, new Random(seed));
        var revision = new Revision(lines, interview.examinations(), Math.floorMod(seed, lines.size()), text);
        PreparedCase prepared = CASES.computeIfAbsent(interview.pair(), pair -> PreparedCase.of(pair, RULES));
        Points before = Debriefing.of(revision.before(), prepared);
        Points after = Debriefing.of(revision.after(), prepared);

        assertThat(DebriefingPropertyTest.quotes(after).filter(quote -> isOf(revision, quote)))
                .allSatisfy(quote -> {
                    assertThat(quote.quote()).isEqualTo(text.substring(quote.start(), quote.end()));
                    assertThat(quote.marks()).contains(LineMark.REVISED);
                });
        Set<String> changed =
                changed(revision, before, after, prepared.pair().scenario().redFlags());
        measures(revision, before, after);
        notes(revision, namesDiagnosis(interview.pair(), revision), before, after, changed);
        if (changed.isEmpty()) {
            assertThat(after.limits()).isEqualTo(before.limits());
        }
        Statistics.label("items").collect(changed.isEmpty() ? "same" : "changed");
        Statistics.label("items").coverage(seen -> seen.check("changed").percentage(share -> share > 20));
    }

    /** A part of an interview, some of its lines left out, so that speakers go on, and some of them interrupted. */
    private static List<Turn> someOf(Interview interview, Random random) {
        List<Turn> all = interview.lines();
        int from = random.nextInt(Math.max(1, all.size() - MAX_LINES));
        List<Turn> some = all.subList(from, Math.min(all.size(), from + MAX_LINES)).stream()
                .filter(line -> random.nextInt(5) > 0)
                .map(line -> line.role() == Role.PATIENT && random.nextInt(5) == 0 ? interrupted(line) : line)
                .toList();
        return some.isEmpty() ? all : some;
    }

    private static Turn interrupted(Turn line) {
        return new Turn(
                line.seq(),
                line.itemId(),
                line.role(),
                null,
                line.phase(),
                line.text(),
                line.source(),
                false,
                null,
                null,
                true,
                line.previousItemId(),
                line.createdAt(),
                line.createdAt().plusSeconds(1),
                line.createdAt(),
                null);
    }

    private static boolean isOf(Revision revision, Evidence quote) {
        return quote.itemId().equals(revision.line().itemId());
    }

    /** The titles of the items that differ; those that must not fail. */
    private static Set<String> changed(Revision revision, Points before, Points after, List<RedFlag> flags) {
        Set<String> changed = new HashSet<>();
        boolean consent = revision.ofStudent()
                && Stream.of(revision.line().text(), revision.text())
                        .anyMatch(text ->
                                Opening.asksToTouch(text, revision.line().phase() == Phase.OBJECTIVE));
        int flag = 0;
        for (int i = 0; i < before.items().size(); i++) {
            DebriefItem one = before.items().get(i);
            DebriefItem other = after.items().get(i);
            boolean may = switch (one.kind()) {
                case HISTORY -> touches(revision.near(), one, other) || isFull(one) || isFull(other);
                case EXAMINATION -> consent;
                case RED_FLAG -> flags.get(flag++).coveredBy().stream().anyMatch(changed::contains);
                case GATE -> one.id().equals(CONSENT) ? consent : opens(revision, one);
                case PLAN -> touches(Set.of(revision.line().itemId()), one, other);
                case COMMUNICATION -> revision.ofStudent();
            };
            if (may) {
                if (!one.equals(other)) {
                    changed.add(one.title());
                }
            } else {
                assertThat(other).isEqualTo(one);
            }
            if (one.kind() == DebriefKind.COMMUNICATION && one.evidence().size() < MAX_CANDIDATES) {
                assertThat(but(Set.of(revision.line().itemId()), other.evidence()))
                        .isEqualTo(but(Set.of(revision.line().itemId()), one.evidence()));
            }
        }
        return changed;
    }

    private static boolean touches(Set<String> lines, DebriefItem... items) {
        return Stream.of(items)
                .flatMap(item -> Stream.concat(
                        item.evidence().stream(), item.askedBy() == null ? Stream.of() : item.askedBy().stream()))
                .anyMatch(quote -> lines.contains(quote.itemId()));
    }

    /** Of more lines than it quotes, it may depend on one that it does not quote. */
    private static boolean isFull(DebriefItem item) {
        return item.evidence().size() == MAX_TELLINGS;
    }

    /** A step of the opening is made of all the student's lines up to the one that completes it. */
    private static boolean opens(Revision revision, DebriefItem step) {
        return revision.ofStudent()
                && (step.evidence().isEmpty()
                        || revision.placeOf(step.evidence().getFirst()) >= revision.at());
    }

    private static void measures(Revision revision, Points before, Points after) {
        Set<String> ids = Stream.concat(before.measures().stream(), after.measures().stream())
                .map(Measure::id)
                .collect(Collectors.toSet());
        for (String id : ids) {
            Optional<Measure> one = measure(before, id);
            Optional<Measure> other = measure(after, id);
            switch (id) {
                case "talk_share" -> {}
                case "questions",
                        "open_questions",
                        "closed_questions",
                        "leading_questions",
                        "stacked_questions",
                        "diagnosis_named" ->
                    ofStudent(revision, Set.of(revision.line().itemId()), one, other);
                case "jargon" -> {
                    if (revision.ofStudent()) {
                        ofStudent(revision, revision.explained(), one, other);
                    } else {
                        assertThat(earlier(revision, other)).isEqualTo(earlier(revision, one));
                    }
                }
                case "longest_run" -> ofStudent(revision, null, one, other);
                case "long_runs" -> ofStudent(revision, revision.run(), one, other);
                case "interruptions", "backchannels" -> ofStudent(revision, revision.interrupted(), one, other);
                case "first_interruption" -> ofStudent(revision, null, one, other);
                case "history_told", "topics_in_ten_minutes" -> counts(DebriefKind.HISTORY, before, after, id);
                case "red_flags_screened" -> counts(DebriefKind.RED_FLAG, before, after, id);
                case "first_red_flag_order", "first_red_flag_time" -> {
                    if (one.isPresent() && revision.placeOf(quotes(one).getFirst()) < revision.firstNear()) {
                        assertThat(other).isEqualTo(one);
                    }
                }
                default -> assertThat(other).isEqualTo(one);
            }
        }
    }

    private static Optional<Measure> measure(Points points, String id) {
        return points.measures().stream()
                .filter(measure -> measure.id().equals(id))
                .findFirst();
    }

    /** Figures of the student's lines: one of the patient's changes its quotes alone. */
    private static void ofStudent(
            Revision revision, @Nullable Set<String> free, Optional<Measure> one, Optional<Measure> other) {
        if (!revision.ofStudent()) {
            Set<String> line = Set.of(revision.line().itemId());
            assertThat(other.map(Measure::value)).isEqualTo(one.map(Measure::value));
            assertThat(other.map(Measure::note)).isEqualTo(one.map(Measure::note));
            assertThat(places(quotes(other))).isEqualTo(places(quotes(one)));
            assertThat(but(line, quotes(other))).isEqualTo(but(line, quotes(one)));
        } else if (free != null) {
            assertThat(but(free, quotes(other))).isEqualTo(but(free, quotes(one)));
        }
    }

    private static List<Evidence> quotes(Optional<Measure> measure) {
        return measure.map(Measure::evidence).orElse(List.of());
    }

    /** A word that the patient uses is no jargon from then on. */
    private static List<Evidence> earlier(Revision revision, Optional<Measure> measure) {
        return quotes(measure).stream()
                .filter(quote -> revision.placeOf(quote) < revision.at())
                .toList();
    }

    private static List<String> places(List<Evidence> quotes) {
        return quotes.stream().map(Evidence::itemId).toList();
    }

    private static List<Evidence> but(Set<String> lines, List<Evidence> quotes) {
        return quotes.stream().filter(quote -> !lines.contains(quote.itemId())).toList();
    }

    private static void counts(DebriefKind kind, Points before, Points after, String id) {
        if (met(kind, before) == met(kind, after)) {
            assertThat(measure(after, id)).isEqualTo(measure(before, id));
        }
    }

    private static long met(DebriefKind kind, Points points) {
        return points.items().stream()
                .filter(item -> item.kind() == kind && item.result() == DebriefResult.MET)
                .count();
    }

    /**
     * Of fidelity: notes on other lines stay, except that a patient's line is a part of how the patient talks, by which
     * every sentence is judged. What was withheld follows the items of the history. Where the student named the
     * diagnosis, or no longer does, later lines of the patient leak it no more, or do.
     */
    private static void notes(Revision revision, boolean named, Points before, Points after, Set<String> changed) {
        Predicate<FidelityNote> withheld = note -> note.kind() == FidelityKind.WITHHELD;
        Set<String> near = revision.near();
        Predicate<FidelityNote> apart =
                withheld.negate().and(note -> !near.contains(itemOf(note))).and(note -> !named || note.topic() != null);
        boolean same = notes(after, apart).equals(notes(before, apart));
        if (revision.ofStudent()) {
            assertThat(same).isTrue();
        }
        Predicate<FidelityNote> byManner = note -> note.topic() == null && note.kind() != FidelityKind.LEAKED;
        assertThat(notes(after, apart.and(byManner.negate()))).isEqualTo(notes(before, apart.and(byManner.negate())));
        Statistics.label("notes of other lines").collect(same ? "same" : "by another manner");
        assertThat(notes(after, withheld.and(note -> !changed.contains(note.topic()))))
                .isEqualTo(notes(before, withheld.and(note -> !changed.contains(note.topic()))));
        assertThat(after.fidelity().patientLines()).isEqualTo(before.fidelity().patientLines());
    }

    private static boolean namesDiagnosis(CasePair pair, Revision revision) {
        List<String> aliases = Objects.requireNonNullElse(pair.scenario().aliases(), List.<String>of());
        List<String> texts = List.of(plain(revision.line().text()), plain(revision.text()));
        return revision.ofStudent()
                && aliases.stream().anyMatch(alias -> texts.stream().anyMatch(text -> text.contains(plain(alias))));
    }

    private static String plain(String text) {
        return " " + String.join(" ", Words.of(text)) + " ";
    }

    private static List<FidelityNote> notes(Points points, Predicate<FidelityNote> some) {
        return points.fidelity().notes().stream().filter(some).toList();
    }

    private static String itemOf(FidelityNote note) {
        return Objects.requireNonNull(note.evidence()).itemId();
    }
}
