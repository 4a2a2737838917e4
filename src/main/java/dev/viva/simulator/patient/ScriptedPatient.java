package dev.viva.simulator.patient;

import dev.viva.meaning.Stems;
import dev.viva.realtime.CaseScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers a student's lines from a case's script; equal conversations get equal answers. Used on one call's thread only.
 */
public final class ScriptedPatient {
    private static final Pattern REFERENCE =
            Pattern.compile("(?m)^Case reference: ([a-z0-9_-]+/[a-z0-9_-]+(?:/[a-z0-9_-]+)?)\\s*$");
    private static final String SAID_BEFORE = "\n# What was said so far\n";
    private static final Pattern SAID = Pattern.compile("(?m)^- (Student|You)(?: \\(interrupted\\))?: \"(.*)\"$");
    private static final int MAX_SIDE_WORDS = 6;
    private static final String MAIN_PROBLEM = "main-problem";
    /** Standard questions after which "how long?" means the habit. */
    private static final Set<String> HABITS = Set.of("smoking", "alcohol", "drugs", "exercise", "hobbies", "medicines");

    private final CaseScript.Source scripts;
    private final Memory memory = new Memory();
    private final List<Earlier> earlier = new ArrayList<>();
    private boolean begun;

    /** A student's line, which may be empty, and what the patient answered; empty if nothing. */
    private record Earlier(String line, String reply) {}

    public ScriptedPatient(CaseScript.Source scripts) {
        this.scripts = scripts;
    }

    /**
     * What the patient does when the student has said something.
     *
     * @param instructions as composed for the patient; one line of them names the case
     * @param functions those that the session offers; the patient calls {@code examine} when a test is asked for
     * @param line the student's line; empty if the patient must speak unasked
     */
    public PatientReply answer(String instructions, Set<String> functions, String line) {
        Optional<CaseScript> found = script(instructions);
        if (found.isEmpty()) {
            return new PatientReply.Spoken(Phrases.NO_CASE);
        }
        var turn = new Turn(found.get(), Phase.in(instructions), functions);
        if (!begun) {
            begun = true;
            earlier.addAll(0, recorded(instructions));
        }
        earlier.forEach(turn::recall);
        earlier.clear();
        return remembered(turn.answer(line));
    }

    /**
     * Notes an answer that the patient gave in another conversation, before this one or beside it. It is recalled with the
     * next answer.
     *
     * @param line what the student had said; may be empty
     */
    public void remember(String line, String reply) {
        earlier.add(new Earlier(line, reply));
    }

    private PatientReply remembered(PatientReply reply) {
        if (reply instanceof PatientReply.Spoken spoken) {
            memory.lastSaid = spoken.text();
        }
        return reply;
    }

    /**
     * What the patient does once a function that it called has answered: says it, or calls again for the other side.
     *
     * @param output as the function gave it, a JSON object with what to {@code say}
     */
    public PatientReply afterFunction(String instructions, String output) {
        var phrases = Phrases.in(
                script(instructions).map(script -> script.speaker().language()).orElse("en"));
        return remembered(new Examining(phrases, memory).afterFunction(output));
    }

    private Optional<CaseScript> script(String instructions) {
        Matcher reference = REFERENCE.matcher(instructions);
        return reference.find() ? scripts.find(reference.group(1)) : Optional.empty();
    }

    /** What was said before this call, as the instructions record it. */
    private static List<Earlier> recorded(String instructions) {
        int record = instructions.lastIndexOf(SAID_BEFORE);
        if (record < 0) {
            return List.of();
        }
        List<Earlier> all = new ArrayList<>();
        var line = new StringJoiner("\n");
        Matcher said = SAID.matcher(instructions).region(record, instructions.length());
        while (said.find()) {
            if (said.group(1).equals("You")) {
                all.add(new Earlier(line.toString(), said.group(2)));
                line = new StringJoiner("\n");
            } else {
                line.add(said.group(2));
            }
        }
        all.add(new Earlier(line.toString(), ""));
        return all;
    }

    /** One line and its answer. */
    private final class Turn {
        private final CaseScript script;
        private final CaseScript.Speaker speaker;
        private final Phase phase;
        private final boolean byFunction;
        private final Phrases phrases;
        private final Telling telling;

        Turn(CaseScript script, Phase phase, Set<String> functions) {
            this.script = script;
            this.speaker = script.speaker();
            this.phase = phase;
            this.byFunction = functions.contains(Examining.FUNCTION);
            this.phrases = Phrases.in(speaker.language());
            this.telling = new Telling(script, phrases, memory);
        }

        PatientReply answer(String said) {
            if (said.isBlank()) {
                return say(memory.hasToldNothing() ? open() : memory.next(phrases, Intent.CONSENT));
            }
            String line = Hearing.meant(said);
            CaseScript.Test pending = memory.lastTest;
            if (pending != null && namesOnlyASide(line)) {
                return examine(pending, line);
            }
            memory.awaitsSide = false;
            Understanding understood = understand(said);
            if (understood.talk() == Intent.EMPATHY) {
                memory.trusts = true;
            }
            if (pending != null && understood.asked().isEmpty() && repeatsLastTest(line)) {
                return examine(pending, line);
            }
            boolean asksFirst = understood.talk() == Intent.CONSENT;
            Optional<CaseScript.Test> tested = tested(understood);
            if (tested.isPresent()) {
                memory.mayTouch |= asksFirst;
                return examine(tested.get(), line);
            }
            boolean touch = SureTalk.asksToTouch(line);
            boolean toExamine =
                    touch || Examining.asksFirst(line) && !TO_TALK.matcher(line).find();
            if (asksFirst && phase == Phase.OBJECTIVE && toExamine) {
                memory.agree(touch);
                boolean awaited = memory.awaitsConsent && memory.lastSaid.equals(phrases.consent());
                if (pending != null && awaited) {
                    return examine(pending, line);
                }
            }
            return say(spoken(line, understood));
        }

        /** Takes up what was said elsewhere, as far as the lines tell. */
        void recall(Earlier before) {
            Understanding understood = understand(before.line());
            if (understood.talk() == Intent.EMPATHY) {
                memory.trusts = true;
            }
            if (before.reply().isBlank()) {
                return;
            }
            memory.lastSaid = before.reply();
            telling.recall(understood.asked(), before.reply());
            CaseScript.Test test = tested(understood).orElse(goesOn(before) ? memory.lastTest : null);
            if (test != null && phase == Phase.OBJECTIVE) {
                new Examining(phrases, memory).recall(test, before.line(), before.reply());
            }
        }

        /** Whether a line that names no test is about the last one: it names a side or asks for leave, or the patient asks back. */
        private boolean goesOn(Earlier before) {
            return before.reply().equals(phrases.which())
                    || before.reply().equals(phrases.consent())
                    || namesOnlyASide(before.line())
                    || repeatsLastTest(before.line())
                    || memory.awaitsConsent && Examining.asksFirst(before.line());
        }

        private static Optional<CaseScript.Test> tested(Understanding understood) {
            return understood.asked().stream()
                    .flatMap(meaning ->
                            meaning instanceof Meaning.Tested tested ? Stream.of(tested.test()) : Stream.empty())
                    .findFirst();
        }

        /** Only a side, or the same on a side. A lone "right" is a side only after the question which one. */
        private boolean namesOnlyASide(String line) {
            int words = line.strip().split("\\s+", -1).length;
            boolean side = memory.awaitsSide
                    && words <= MAX_SIDE_WORDS
                    && !Sides.in(line).isEmpty();
            return side || phase == Phase.OBJECTIVE && SIDE.matcher(line).find();
        }

        /** The same again, on a side that the line names. */
        private boolean repeatsLastTest(String line) {
            boolean side = !Sides.in(line).isEmpty() || Sides.other(line);
            return side && phase == Phase.OBJECTIVE && SAME.matcher(line).find();
        }

        private Understanding understand(String line) {
            List<String> names = new ArrayList<>(List.of(speaker.name(), speaker.preferredName()));
            if (speaker.role() != null) {
                names.add(speaker.role().patient());
            }
            return new Hearing(() -> Ears.of(script), Manners.in(speaker.language(), names), phase).understand(line);
        }

        private PatientReply examine(CaseScript.Test test, String line) {
            CaseScript.Role role = speaker.role();
            if (role == null) {
                return new Examining(phrases, memory).examine(test, line, byFunction);
            }
            return say(
                    role.interprets()
                            ? memory.next(phrases, Intent.CONSENT)
                            : phrases.askPatient().formatted(role.patient()));
        }

        private String spoken(String line, Understanding understood) {
            List<Meaning> asked = askedFurther(line)
                    .or(() -> isOpen(understood) ? askedToBegin(line) : Optional.empty())
                    .orElse(understood.asked());
            if (!asked.isEmpty()) {
                String told = telling.tell(asked, phase);
                return secret(line).map(secret -> told + " " + secret).orElse(told);
            }
            Optional<String> secret = secret(line);
            if (secret.isPresent()) {
                return secret.get();
            }
            if (!understood.unsure().isEmpty() && understood.unsure().stream().allMatch(telling::mayName)) {
                return phrases.mean()
                        .formatted(understood.unsure().stream().map(Turn::name).toArray());
            }
            Intent talk = understood.talk();
            boolean statement = phase == Phase.TREATMENT_PLAN && talk == null && !Hearing.endsAsQuestion(line);
            return talk(statement ? Intent.PLAN : talk);
        }

        /** A bare "and how long?" after a habit asks about the habit, not about the complaint. */
        private Optional<List<Meaning>> askedFurther(String line) {
            return Optional.ofNullable(memory.lastTopic)
                    .filter(topic -> topic.standard() != null
                            && HABITS.contains(topic.standard())
                            && memory.lastSaid.contains(topic.reply())
                            && ASKS_FURTHER.matcher(line).matches())
                    .map(topic -> List.of(new Meaning.Told(topic)));
        }

        /** Nothing was heard that has an answer of its own. */
        private static boolean isOpen(Understanding understood) {
            Intent talk = understood.talk();
            return understood.asked().isEmpty()
                    && understood.unsure().isEmpty()
                    && (talk == null || BEFORE_A_QUESTION.contains(talk));
        }

        /** "Tell me about your back" asks a patient who came with the back for the main problem. */
        private Optional<List<Meaning>> askedToBegin(String line) {
            Matcher about = ASKS_TO_BEGIN.matcher(line);
            List<String> part = about.find() ? Stems.of(about.group(1)) : List.of();
            return script.topics().stream()
                    .filter(topic -> MAIN_PROBLEM.equals(topic.standard()) && !part.isEmpty())
                    .filter(topic -> Stems.of(speaker.openingLine() + " " + topic.reply())
                            .containsAll(part))
                    .findFirst()
                    .map(topic -> List.of(new Meaning.Told(topic)));
        }

        private String talk(@Nullable Intent talk) {
            return talk == null ? memory.nextLost(phrases) : smallTalk(talk);
        }

        private String smallTalk(Intent talk) {
            return switch (talk) {
                case GREETING -> memory.hasToldNothing() ? open() : memory.next(phrases, Intent.GREETING);
                case IDENTITY -> telling.identity();
                case REPEAT -> memory.lastSaid.isEmpty() ? open() : memory.lastSaid;
                case ANYTHING_ELSE, GO_ON -> telling.volunteer().orElseGet(() -> memory.next(phrases, talk));
                case QUESTIONS -> telling.ask(phase, false).orElseGet(() -> memory.next(phrases, talk));
                case PLAN -> telling.ask(phase, true).orElseGet(() -> memory.next(phrases, talk));
                case GOODBYE ->
                    speaker.closingLine().isEmpty() || phase != Phase.TREATMENT_PLAN
                            ? memory.next(phrases, talk)
                            : speaker.closingLine();
                case HURTS -> memory.lastFelt.isEmpty() ? memory.next(phrases, talk) : memory.lastFelt;
                default -> memory.next(phrases, talk);
            };
        }

        private String open() {
            memory.tell(speaker);
            return speaker.openingLine();
        }

        /** The hidden agenda, in trust alone, when its cues invite it. */
        private Optional<String> secret(String line) {
            CaseScript.HiddenAgenda hidden = script.hiddenAgenda();
            if (hidden == null || memory.hasTold(hidden) || speaker.role() != null || !memory.trusts) {
                return Optional.empty();
            }
            List<String> words = Stems.of(line);
            boolean invited = hidden.cues().stream()
                    .map(Stems::of)
                    .anyMatch(cue -> !cue.isEmpty() && Collections.indexOfSubList(words, cue) >= 0);
            return invited ? telling.reveal() : Optional.empty();
        }

        private static PatientReply say(String text) {
            return new PatientReply.Spoken(text);
        }

        /** As it stands inside a sentence: "X-ray" becomes "x-ray", and "ECG" stays. */
        private static String name(Meaning meaning) {
            String name = meaning instanceof Meaning.Tested tested
                    ? tested.test().names().getFirst()
                    : meaning instanceof Meaning.Told told ? told.topic().name() : "";
            boolean capitals = name.length() > 1 && Character.isUpperCase(name.charAt(1));
            return name.isEmpty() || capitals
                    ? name
                    : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        }
    }

    /** For what else than a test a student asks leave. */
    private static final Pattern TO_TALK =
            Pattern.compile("\\bask you(?! to)\\b|\\b(?:questions?|talk|chat|notes)\\b", Pattern.CASE_INSENSITIVE);

    /** What a student says before the first question, in one breath with it. */
    private static final Set<Intent> BEFORE_A_QUESTION = Set.of(Intent.GREETING, Intent.CONSENT, Intent.EMPATHY);

    private static final Pattern ASKS_TO_BEGIN = Pattern.compile(
            "(?:^|[.?!,;:] )(?:(?:and|so|now|then|ok|okay|please|first|just|(?:can|could|would|will) you),? )*tell me(?: (?:a bit|a little|a little bit|something|more|some more|a bit more))? about (?:your|the) (\\w+)"
                    + "(?: (?:pain|problem|trouble|complaint))?(?:,? please)?\\W*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ASKS_FURTHER = Pattern.compile(
            "^(?:(?:and|so|but|ok|okay|right),? )*(?:for |since )?(?:how (?:long|much|many|often)|when|where|why)"
                    + "(?: (?:for|ago|roughly|exactly|about|was that|is that|is it|(?:a|per) (?:day|week)))*\\W*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SIDE = Pattern.compile(
            "^(?!right\\W*$)(?:and )?(?:now )?(?:the |on the )?(?:left|right|other)(?: side| one)?(?: again| too| as well)?(?:,? please)?\\W*$"
                    + "|^(?:(?:and|now|then|ok|okay|so|next|let me|let['’]s|i['’]ll|i will|i['’]d like to|(?:can|could|may|shall) i"
                    + "|do|try|test|check|just|please|exactly|the),? )*same(?: thing| test| movement| one| again)*,? (?:on|for|with|to|in|at)"
                    + " (?:the |your )?(?:left|right|other)(?: \\w+)?(?:,? (?:please|now|too|as well|then))*\\W*$",
            Pattern.CASE_INSENSITIVE);
    /** Not "the same pain", nor "compare the strength": these ask for something else. */
    private static final Pattern SAME = Pattern.compile(
            "\\bsame(?: thing| test| movement| one| again| there)*,? (?:on|for|with|to|in|at)\\b"
                    + "|\\brepeat (?:it|that|this|the test)\\b|\\b(?:again|once more),? (?:on|for|with)\\b"
                    + "|\\bcompare (?:(?:it|that|this|them) )?(?:(?:with|to|on) )?(?:(?:your|the) )?(?:both|left|right|other|two|sides)\\b",
            Pattern.CASE_INSENSITIVE);
}
