package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Span;
import dev.viva.meaning.WordLists;
import dev.viva.model.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares every line of a conversation with every topic of its case. Used by one thread. */
final class Listening {
    /** What is neither like the reply nor asked for need not be looked at more closely. */
    private static final int MIN_LIKENESS = 200;

    private static final int MIN_ASKED = 250;
    /** Below, the answer alone would not show the topic. */
    private static final int MIN_OWN_LIKENESS = 350;

    private static final int MAX_BRIEF = 4;
    private static final Set<String> DIRECT = Set.of(
            "no",
            "yes",
            "yeah",
            "yep",
            "never",
            "none",
            "not",
            "nothing",
            "neither",
            "nobody",
            "sometimes",
            "twice",
            "once",
            "only",
            "just",
            "both",
            "always",
            "since",
            "about");
    private static final List<Pattern> INVITATIONS = WordLists.read(Listening.class, "invitations.txt").stream()
            .map(Pattern::compile)
            .toList();

    private final CaseIndex index;
    private final Map<String, Ear.Heard> heard = new HashMap<>();
    private final Map<String, Boolean> inviting = new HashMap<>();
    private final Map<String, Questions.Kind> kinds;
    private final Phrases.Reader questions;
    private final Phrases.Reader replies;

    /** @param kinds how each line of the student asks, by its item */
    Listening(CaseIndex index, Map<String, Questions.Kind> kinds) {
        this.index = index;
        this.kinds = kinds;
        this.questions = index.ear().reader();
        this.replies = index.answers().reader();
    }

    /** What a line of the student asks for, also when it is not sure. */
    List<Asking> askings(Line line) {
        List<Asking> askings = new ArrayList<>();
        for (int topic = 0; topic < index.topics().size(); topic++) {
            Asking asking = asking(line, topic);
            if (asking.possible()) {
                askings.add(asking);
            }
        }
        return askings;
    }

    /** What a line of the patient tells, and what it may tell. */
    List<Telling> tellings(Exchange exchange) {
        Phase phase = exchange.answer().turn().phase();
        boolean history = phase == null || phase == Phase.SUBJECTIVE;
        List<Judgement.Clues> clues = clues(exchange);
        List<Telling> tellings = new ArrayList<>();
        for (int i = 0; i < clues.size(); i++) {
            Topic topic = index.topics().get(i);
            int odds = topic.isItem()
                    ? Judgement.odds(clues.get(i), topic.part() == Topic.Part.HIDDEN, history)
                    : Integer.MIN_VALUE;
            if (odds >= Telling.UNCLEAR && mayTell(exchange, i, clues.get(i))) {
                tellings.add(telling(exchange, i, clues.get(i), odds));
            }
        }
        return withAsking(exchange, tellings);
    }

    /** What an answer tells first of all answers the question before it, also when the question is not understood. */
    private List<Telling> withAsking(Exchange exchange, List<Telling> tellings) {
        Line question = exchange.asked().stream()
                .filter(this::asks)
                .reduce((one, later) -> later)
                .orElse(null);
        Telling surest =
                tellings.stream().max(Comparator.comparingInt(Telling::odds)).orElse(null);
        if (question == null || surest == null || exchange.goesOn()) {
            return tellings;
        }
        return tellings.stream()
                .map(telling ->
                        telling == surest && telling.asking() == null ? telling.askedBy(question.turn()) : telling)
                .toList();
    }

    /**
     * An evasion tells nothing, and neither does a question in return that only the student's question gives a meaning,
     * unless the case itself has it as its reply. Nor does what is said of a relative, for a topic of the patient alone.
     */
    private boolean mayTell(Exchange exchange, int topic, Judgement.Clues clues) {
        Line answer = exchange.answer();
        if (Evasions.evades(answer, exchange.asked())
                || isByQuestion(clues) && Evasions.asksBack(answer, exchange.asked())) {
            return Evasions.isReply(answer, index.topics().get(topic));
        }
        return index.relatives().concern(topic) || !Relatives.areTold(answer);
    }

    private static boolean isByQuestion(Judgement.Clues clues) {
        return clues.words() <= MAX_BRIEF || clues.match().likeness() < MIN_OWN_LIKENESS;
    }

    private Telling telling(Exchange exchange, int topic, Judgement.Clues clues, int odds) {
        boolean byQuestion = isByQuestion(clues);
        Span quote = clues.match().part();
        if (clues.words() <= MAX_BRIEF || quote.start() == quote.end()) {
            quote = exchange.answer().spoken().span();
        }
        return new Telling(
                index.topics().get(topic), exchange, quote, odds, byQuestion, asking(exchange.asked(), topic));
    }

    /** The line that asked for a topic; else the one that invited the patient to tell anything; null when none did. */
    private @Nullable Asking asking(List<Line> asked, int topic) {
        return asked.stream()
                .filter(line -> asking(line, topic).possible())
                .max(Comparator.comparingInt(line -> asking(line, topic).likelihood()))
                .or(() -> asked.stream().filter(this::invites).findFirst())
                .map(line -> invites(line)
                        ? new Asking(index.topics().get(topic), line.turn(), Exact.WHOLE)
                        : asking(line, topic))
                .orElse(null);
    }

    /** What a line asks for of a topic, also when it is not sure. */
    private Asking asking(Line line, int topic) {
        Ear.Heard heard = heard(line);
        int odds = Judgement.odds(heard.asked()[topic], heard.ahead()[topic], heard.concept()[topic]);
        return new Asking(index.topics().get(topic), line.turn(), Judgement.likelihood(odds));
    }

    private boolean invites(Line line) {
        return inviting.computeIfAbsent(
                line.turn().itemId(),
                item -> INVITATIONS.stream()
                        .anyMatch(invitation ->
                                invitation.matcher(line.whole().plain()).find()));
    }

    private Ear.Heard heard(Line line) {
        return heard.computeIfAbsent(line.turn().itemId(), item -> index.ear().hear(line, questions));
    }

    private boolean asks(Line line) {
        return kinds.get(line.turn().itemId()) != Questions.Kind.NONE;
    }

    /** For an exchange, the clues for each topic of the case. */
    List<Judgement.Clues> clues(Exchange exchange) {
        Line answer = exchange.answer();
        Ear.Heard asked = index.ear().nothing();
        exchange.asked().forEach(line -> asked.add(heard(line)));
        Ear.Heard named = index.ear().named(answer, questions);
        Answers.Match[] matches = index.answers().match(answer, replies);
        List<String> words = answer.whole().words();
        Answers.Said said = index.answers().said(words);
        List<String> both = new ArrayList<>();
        exchange.asked().forEach(line -> both.addAll(line.whole().words()));
        both.addAll(words);
        int[] about = index.answers().about(both);
        int[] concepts = index.concepts().told(answer.whole().concepts());
        boolean direct = isDirect(answer);
        boolean question = exchange.asked().stream().anyMatch(this::asks);
        List<Judgement.Clues> clues = new ArrayList<>();
        for (int topic = 0; topic < index.topics().size(); topic++) {
            boolean worth = matches[topic].likeness() >= MIN_LIKENESS || asked.asked()[topic] >= MIN_ASKED;
            clues.add(new Judgement.Clues(
                    matches[topic],
                    worth ? index.answers().told(said, topic) : 0,
                    worth ? index.answers().fitting(said, topic) : 0,
                    asked.asked()[topic],
                    asked.ahead()[topic],
                    named.asked()[topic],
                    named.ahead()[topic],
                    worth ? about[topic] : 0,
                    asked.concept()[topic],
                    concepts[topic],
                    words.size(),
                    direct,
                    question));
        }
        return clues;
    }

    private static boolean isDirect(Line answer) {
        if (answer.sentences().isEmpty()) {
            return false;
        }
        List<String> first = answer.sentences().getFirst().words();
        return first.size() <= MAX_BRIEF || !first.isEmpty() && DIRECT.contains(first.getFirst());
    }
}
