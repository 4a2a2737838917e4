package dev.viva.simulator.patient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Understands a student's line: what is asked for, once or twice, or what is said besides. */
final class Hearing {
    /** From here on a meaning is answered. */
    private static final double SURE = 0.42;
    /** From here on a meaning is answered that is much likelier than every other. */
    private static final double LIKELY = 0.2;
    /** How many times likelier. */
    private static final double MUCH = 3;
    /** From here on one of two is answered. */
    private static final double BOTH = 0.75;
    /** From here on two together are worth asking back. */
    private static final double UNSURE = 0.6;

    private static final double TALK = 0.3;

    /** After these a line asks for nothing else. */
    private static final Set<Intent> ALONE = EnumSet.of(Intent.STOP, Intent.MACHINE, Intent.REPEAT, Intent.GOODBYE);

    private static final Pattern SENTENCES = Pattern.compile("(?<=[.?!;])\\s+|(?<=[。！？؟])\\s*|\\n+|\\s+[–—-]\\s+");
    /** The question mark of English, of Chinese and Japanese, and of Arabic. */
    private static final Pattern ENDS_AS_QUESTION = Pattern.compile("[?？؟][\\s\"'’”»)]*$");

    private static final Pattern CLAUSES =
            Pattern.compile("\\s*(?:,\\s*(?:and|or|but)?|\\b(?:and|also|plus)\\b)\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUESTION = Pattern.compile(
            "^(?:what|when|where|which|who|whose|why|how|do|does|did|are|is|was|were|have|has|had|can|could|will|would"
                    + "|any|should|ever|on a scale)\\b.*",
            Pattern.CASE_INSENSITIVE);
    /** Two things joined by "and" may also follow "can you tell me", which is no longer there: "your name and date of birth". */
    private static final Pattern LIST = Pattern.compile(QUESTION.pattern() + "|^your \\S.*", Pattern.CASE_INSENSITIVE);
    /** What the student says that they do not do. */
    private static final Pattern DECLINED = Pattern.compile(
            "\\b(?:i|we)(?: won['’]?t| will not| shan['’]?t| shall not|(?:['’]m| am|['’]re| are) not going to"
                    + "| do(?:n['’]?t| not) (?:need|want|have) to| needn['’]?t)(?: be)? (?:test|examin|check|measur|assess|perform"
                    + "|listen|look|do(?:ing)? (?:the|an?|any|your|that)\\b|tak(?:e|ing) (?:the|an?|your)\\b)[^,.;:!?]*?"
                    + "(?=[,.;:!?]|\\s[–—-]\\s|\\bbut\\b|\\band (?:i|we|now|then|instead|let)\\b|$)[,;:\\s]*",
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_ASKED = 2;

    private static final Heard NOTHING = new Heard(new Meaning.Talk(Intent.NOISE), 0);

    private final Supplier<Ear> ear;
    private final Manners manners;
    private final Phase phase;

    Hearing(Supplier<Ear> ear, Manners manners, Phase phase) {
        this.ear = ear;
        this.manners = manners;
        this.phase = phase;
    }

    private record Part(String text, List<Heard> heard) {
        Heard best() {
            return heard.isEmpty() ? NOTHING : heard.getFirst();
        }

        boolean asks() {
            return !(best().meaning() instanceof Meaning.Talk);
        }

        boolean sure() {
            double likely = best().probability();
            return asks() && (text.contains(" ") ? likely >= SURE || isAhead(likely) : likely >= BOTH);
        }

        private boolean isAhead(double likely) {
            return likely >= LIKELY && likely >= MUCH * second(this);
        }
    }

    /** A line without what the student says that they do not do. */
    static String meant(String line) {
        return DECLINED.matcher(line).replaceAll("");
    }

    /** What a line asks for. */
    Understanding understand(String line) {
        String meant = meant(line);
        if (!meant.equals(line) && meant.chars().noneMatch(Character::isLetter)) {
            return Understanding.of(Intent.PAUSE);
        }
        Optional<Intent> sure = manners.talk().apply(meant);
        List<Part> parts = SENTENCES
                .splitAsStream(meant)
                .map(manners.strip())
                .filter(text -> !text.isEmpty())
                .map(this::part)
                .toList();
        if (parts.isEmpty()) {
            return sure.map(Understanding::of).orElseGet(() -> onlyCourtesy(meant));
        }
        if (sure.isPresent()) {
            return withTalk(sure.get(), parts, meant);
        }
        return asked(parts);
    }

    /** What is left of a greeting is nothing; what never had a letter is noise. */
    private static Understanding onlyCourtesy(String line) {
        return Understanding.of(line.chars().anyMatch(Character::isLetter) ? Intent.GREETING : Intent.NOISE);
    }

    /**
     * A sure phrase is all there is, unless another part of the line asks for something plainly. A summary that ends as a
     * question is answered, so that a false one is not confirmed.
     */
    private Understanding withTalk(Intent talk, List<Part> parts, String line) {
        if (ALONE.contains(talk) || SureTalk.asksToTouch(line)) {
            return Understanding.of(talk);
        }
        Set<String> phrases = SENTENCES
                .splitAsStream(line)
                .filter(sentence -> manners.talk().apply(sentence).isPresent())
                .map(manners.strip())
                .collect(Collectors.toSet());
        List<Meaning> asked = parts.stream()
                .filter(part -> part.asks() && part.best().probability() >= BOTH)
                .filter(part -> switch (talk) {
                    case IDENTITY -> true;
                    case CONSENT -> parts.size() > 1 || part.best().meaning() instanceof Meaning.Tested;
                    default ->
                        (!phrases.contains(part.text()) || talk == Intent.SUMMARY && endsAsQuestion(part.text()))
                                && (isQuestion(part.text()) || !(part.best().meaning() instanceof Meaning.Told));
                })
                .map(part -> part.best().meaning())
                .distinct()
                .limit(MAX_ASKED)
                .toList();
        return new Understanding(asked, List.of(), talk);
    }

    private Understanding asked(List<Part> parts) {
        List<Part> candidates = new ArrayList<>(parts);
        if (parts.size() > 1) {
            candidates.add(part(String.join(" ", parts.stream().map(Part::text).toList())));
        }
        List<Part> sure = candidates.stream().filter(Part::sure).toList();
        if (sure.isEmpty()) {
            return unsure(candidates);
        }
        Part best = sure.stream()
                .max(Comparator.comparingDouble(part -> part.best().probability()))
                .orElseThrow();
        List<Meaning> two = parts.size() > 1 ? several(parts) : clauses(best);
        Intent talk = talk(candidates);
        return new Understanding(two.size() > 1 ? two : List.of(best.best().meaning()), List.of(), talk);
    }

    /** Two questions, each a sentence of its own. */
    private List<Meaning> several(List<Part> parts) {
        return parts.stream()
                .filter(part -> part.asks() && part.best().probability() >= BOTH)
                .filter(part -> isQuestion(part.text()))
                .map(part -> part.best().meaning())
                .distinct()
                .limit(MAX_ASKED)
                .toList();
    }

    /** Two questions joined by "and" count as two only if each is understood by itself. */
    private List<Meaning> clauses(Part whole) {
        List<String> texts = CLAUSES.splitAsStream(whole.text()).toList();
        if (texts.size() != 2 || texts.stream().anyMatch(String::isBlank)) {
            return List.of();
        }
        List<Part> parts = texts.stream().map(this::part).toList();
        boolean each = parts.stream()
                .allMatch(part -> part.asks()
                        && part.best().probability() >= BOTH
                        && QUESTION.matcher(part.text()).matches());
        boolean listed =
                parts.stream().allMatch(part -> part.asks() && part.best().probability() >= BOTH)
                        && LIST.matcher(texts.getFirst()).matches()
                        && whole.best().probability() + second(whole) >= BOTH
                        && parts.stream()
                                .allMatch(part -> whole.heard().stream()
                                        .limit(2)
                                        .anyMatch(heard -> heard.meaning()
                                                .equals(part.best().meaning())));
        return each || listed
                ? parts.stream().map(part -> part.best().meaning()).distinct().toList()
                : List.of();
    }

    private static double second(Part part) {
        return part.heard().size() > 1 ? part.heard().get(1).probability() : 0;
    }

    private Understanding unsure(List<Part> candidates) {
        Intent talk = talk(candidates);
        for (Part part : candidates) {
            List<Meaning> two =
                    part.heard().stream().limit(2).map(Heard::meaning).toList();
            boolean alike = Stream.of(Meaning.Told.class, Meaning.Tested.class)
                    .anyMatch(kind -> two.stream().allMatch(kind::isInstance));
            if (alike && two.size() == 2 && part.best().probability() + second(part) >= UNSURE) {
                return new Understanding(List.of(), two, null);
            }
        }
        return new Understanding(List.of(), List.of(), talk);
    }

    private static @Nullable Intent talk(List<Part> parts) {
        return parts.stream()
                .flatMap(part -> part.heard().stream().limit(1))
                .filter(heard -> heard.probability() >= TALK)
                .flatMap(heard ->
                        heard.meaning() instanceof Meaning.Talk talk ? Stream.of(talk.intent()) : Stream.empty())
                .findFirst()
                .orElse(null);
    }

    private Part part(String text) {
        List<Heard> heard = ear.get().hear(text, phase);
        return new Part(
                text,
                phase == Phase.SUBJECTIVE || isQuestion(text)
                        ? heard
                        : heard.stream()
                                .filter(one -> !(one.meaning() instanceof Meaning.Told))
                                .toList());
    }

    /** In the examination and the plan only a question asks for the history: a statement announces or proposes. */
    private static boolean isQuestion(String text) {
        return endsAsQuestion(text) || QUESTION.matcher(text).matches();
    }

    static boolean endsAsQuestion(String text) {
        return ENDS_AS_QUESTION.matcher(text).find();
    }
}
