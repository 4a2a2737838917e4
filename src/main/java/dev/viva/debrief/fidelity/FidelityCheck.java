package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.CaseIndex;
import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Exchange;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.evidence.Topic;
import dev.viva.debrief.language.Words;
import dev.viva.model.DebriefBasis;
import dev.viva.model.Disclosure;
import dev.viva.model.Evidence;
import dev.viva.model.Fidelity;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the patient kept to the case, by rules: what they invented, contradicted, leaked and withheld. For faculty. */
public final class FidelityCheck {
    /** The relative has it, and does not only say something. */
    private static final Pattern SUFFERS =
            Pattern.compile("\\b(?:has|had|have|is got|has got|got|died|suffer\\w*|is|was|with|came|they had to)\\b");

    private static final int MAX_ECHO = 3;
    /** The contract lists no more. */
    private static final int MAX_NOTES = 1_000;

    private final Knowledge knowledge;
    private final Disclosures disclosures;
    /** By the number of the line that tells. */
    private final Map<Integer, List<Telling>> tellings;

    private final List<FidelityNote> notes = new ArrayList<>();
    private boolean namedByStudent; // the diagnosis, in this exchange or an earlier one

    /**
     * A sentence of the patient.
     *
     * @param clues what speaks for and against it claiming what the case does not have
     * @param kind what it is if it does
     */
    record Sentence(Passage passage, Clues clues, FidelityKind kind) {}

    /** A line of the patient, and what of it may claim anything. */
    record Spoken(Exchange exchange, List<Sentence> sentences) {}

    FidelityCheck(Knowledge knowledge, Disclosures disclosures) {
        this.knowledge = knowledge;
        this.disclosures = disclosures;
        this.tellings = disclosures.tellings().stream()
                .collect(Collectors.groupingBy(telling -> telling.exchange().number()));
    }

    /**
     * @param knowledge of the case
     * @param disclosures what the conversation shows of it
     */
    public static Fidelity of(Knowledge knowledge, CaseIndex index, Disclosures disclosures) {
        var check = new FidelityCheck(knowledge, disclosures);
        check.spoken().forEach(check::line);
        check.withheld(index.topics());
        return new Fidelity(null, disclosures.exchanges().size(), List.copyOf(check.notes));
    }

    private void line(Spoken spoken) {
        Exchange exchange = spoken.exchange();
        Turn line = exchange.answer().turn();
        namedByStudent |= exchange.asked().stream().anyMatch(asked -> knowledge.mayBeNamed(asked.whole()));
        for (Sentence one : spoken.sentences()) {
            if (!namedByStudent && knowledge.isSecret(one.passage())) {
                add(FidelityKind.LEAKED, null, Quotes.of(line, one.passage().span()));
            } else if (Claim.isLikely(one.clues())) {
                add(one.kind(), null, Quotes.of(line, one.passage().span()));
            }
        }
        List<Telling> told = told(exchange);
        told.forEach(telling -> told(telling, told));
    }

    private List<Telling> told(Exchange exchange) {
        return tellings.getOrDefault(exchange.number(), List.of());
    }

    /** All lines of the patient. Each sentence has a clue of how the patient talks in all of them. */
    List<Spoken> spoken() {
        List<Spoken> all = disclosures.exchanges().stream()
                .map(exchange -> new Spoken(exchange, sentences(exchange)))
                .toList();
        Manner manner = Manner.of(all);
        all.forEach(spoken ->
                spoken.sentences().forEach(sentence -> sentence.clues().manner(manner)));
        return all;
    }

    /** The sentences of a line that may claim anything. */
    private List<Sentence> sentences(Exchange exchange) {
        List<Passage> all = exchange.answer().sentences();
        List<Line> questions = exchange.asked().stream()
                .filter(line -> disclosures.asks(line.turn()))
                .toList();
        var statements = new Statements(questions);
        Set<String> said = questions.isEmpty() ? said(exchange) : Set.of();
        Set<String> stems = Clues.stems(exchange.asked());
        List<Sentence> sentences = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Passage sentence = all.get(i);
            Stated stated = Stated.of(sentence);
            List<String> next = i + 1 < all.size() ? all.get(i + 1).words() : List.of();
            if (knowledge.isSecret(sentence) || !echoes(stated.words(), next)) {
                var clues = new Clues(sentence, stated, stems, statements, knowledge.vocabulary())
                        .place(new Place(all, i, told(exchange)));
                sentences.add(new Sentence(sentence, clues, kind(stated, statements, said, clues)));
            }
        }
        return sentences;
    }

    /** What the student said without asking: a patient who says the words again asserts nothing. */
    private static Set<String> said(Exchange exchange) {
        return exchange.asked().stream()
                .flatMap(line -> line.sentences().stream())
                .flatMap(sentence -> Assertion.in(Stated.all(sentence)).stream())
                .map(Assertion::name)
                .collect(Collectors.toSet());
    }

    /** "Ah, tingling! No, none": a word of the question, said again before it is denied. */
    private static boolean echoes(List<String> words, List<String> next) {
        return words.size() <= MAX_ECHO && !next.isEmpty() && ClaimWords.isNegator(next.getFirst());
    }

    /** Somebody asked for it, or for a topic of the case that holds the same. */
    private static boolean earned(Telling hidden, List<Telling> ofLine) {
        Set<String> secret =
                new HashSet<>(Words.of(String.join(" ", hidden.topic().replies())));
        return hidden.asking() != null
                || ofLine.stream()
                        .filter(telling -> telling.asking() != null)
                        .map(telling -> new HashSet<>(
                                Words.of(String.join(" ", telling.topic().replies()))))
                        .anyMatch(words -> isMostlyIn(words, secret));
    }

    private static boolean isMostlyIn(Set<String> words, Set<String> secret) {
        return !words.isEmpty() && words.stream().filter(secret::contains).count() * 2 > words.size();
    }

    /** @param ofLine all that the same line tells */
    private void told(Telling telling, List<Telling> ofLine) {
        Evidence quote = Quotes.of(telling.exchange().answer().turn(), telling.quote());
        if (Contradiction.in(telling, ofLine, knowledge)) {
            add(FidelityKind.CONTRADICTED, telling.topic(), quote);
        } else if (telling.sure() && telling.topic().part() == Topic.Part.HIDDEN && !earned(telling, ofLine)) {
            add(FidelityKind.LEAKED, telling.topic(), quote);
        }
    }

    /** The kind of the note that a sentence would get. Also sets the clues about the findings that it names. */
    private FidelityKind kind(Stated stated, Statements statements, Set<String> said, Clues clues) {
        List<Assertion> all = statements.completed(stated).stream()
                .filter(one -> !said.contains(one.name()))
                .toList();
        boolean hurts = Complaint.isTroubled(stated.passage());
        Optional<FidelityKind> found = asserted(stated, statements.muses(stated.passage()), hurts, all);
        clues.findings(all, hurts, knowledge).set(Clue.NEW_FINDING, found.isPresent());
        return found.orElse(FidelityKind.INVENTED);
    }

    /** What the list of findings alone says of it. */
    private Optional<FidelityKind> asserted(Stated stated, boolean muses, boolean hurts, List<Assertion> all) {
        FidelityKind found =
                Complaint.in(stated).stream().anyMatch(one -> !one.denied() && one.ofLimb() && knowledge.excludes(one))
                        ? FidelityKind.CONTRADICTED
                        : null;
        for (Assertion one : all) {
            if (one.denied() || one.supposed() || muses && !one.is(Concepts.Kind.SYMPTOM, Concepts.Kind.BODY)) {
                continue;
            }
            if (one.is(Concepts.Kind.BODY)) {
                if (!knowledge.mentionsPain(one.name()) && !knowledge.asserts(one.name()) && hurts) {
                    found = FidelityKind.INVENTED;
                }
            } else if (one.relative()
                    && SUFFERS.matcher(stated.passage().text()).find()
                    && one.is(Concepts.Kind.CONDITION, Concepts.Kind.PROCEDURE)) {
                if (!knowledge.ofRelative(one.name())) {
                    return Optional.of(FidelityKind.INVENTED);
                }
            } else if (!knowledge.knows(one.name()) || !knowledge.knowsAt(one.name(), one.body())) {
                return Optional.of(FidelityKind.INVENTED);
            } else if (knowledge.denies(one.name())) {
                found = FidelityKind.CONTRADICTED;
            }
        }
        return Optional.ofNullable(found);
    }

    /** What the case itself keeps back until there is trust is not withheld by the patient. */
    private void withheld(List<Topic> topics) {
        topics.stream()
                .filter(topic -> topic.isItem()
                        && topic.disclosure() != Disclosure.TRUSTED
                        && disclosures.of(topic).isEmpty())
                .forEach(topic -> disclosures
                        .plainlyAsked(topic)
                        .ifPresent(asking -> add(FidelityKind.WITHHELD, topic, Quotes.of(asking.line()))));
    }

    private void add(FidelityKind kind, @Nullable Topic topic, Evidence quote) {
        boolean noted = notes.stream()
                .anyMatch(note -> note.kind() == kind
                        && note.evidence() != null
                        && note.evidence().itemId().equals(quote.itemId())
                        && kind != FidelityKind.WITHHELD);
        if (!noted && notes.size() < MAX_NOTES) {
            notes.add(new FidelityNote(
                    kind,
                    kind == FidelityKind.WITHHELD ? DebriefBasis.QUESTION : DebriefBasis.RULE,
                    topic == null ? null : topic.title(),
                    topic == null || topic.replies().isEmpty()
                            ? null
                            : topic.replies().getFirst(),
                    quote));
        }
    }
}
