package dev.viva.authoring;

import dev.viva.content.Utf8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a rehearsal, from the console or a script, prints the conversation, and checks what it expects. */
final class RehearsalRun {
    static final String HELP = "Type what the student says. Also: :phase history|examination|plan · :examine TEST"
            + " [left|right] [consent], where consent means that the patient has agreed · :quit. After a line:"
            + " > topic: NAME · > finding: NAME · > says: WORDS · > not followed";

    private final Rehearsal rehearsal;
    private final PrintStream out;
    private final boolean echo;
    private final List<String> failures = new ArrayList<>();
    private int expectations;
    private @Nullable Exchange last;

    /** @param echo whether to print the student's lines; on a console the author sees them already */
    RehearsalRun(Rehearsal rehearsal, PrintStream out, boolean echo) {
        this.rehearsal = rehearsal;
        this.out = out;
        this.echo = echo;
    }

    /** What was expected and did not happen, and what was not understood, each with its line. */
    List<String> run(BufferedReader lines) throws IOException {
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = (number == 1 ? Utf8.withoutMark(line) : line).strip();
            if (text.equals(":quit")) {
                break;
            }
            if (!text.isEmpty() && !text.startsWith("#")) {
                perform(number, text);
            }
            out.flush();
        }
        out.println();
        rehearsal.coverage().report().forEach(out::println);
        if (expectations > 0) {
            out.println("Expectations: %d of %d met.".formatted(expectations - failures.size(), expectations));
        }
        return failures;
    }

    private void perform(int number, String text) {
        if (text.startsWith(">")) {
            expectations++;
            expect(text.substring(1).strip()).forEach(failure -> fail("line %d: %s".formatted(number, failure)));
        } else if (text.startsWith(":")) {
            command(number, text.substring(1).strip());
        } else {
            if (echo) {
                out.println("Student: " + text);
            }
            show(rehearsal.say(text));
        }
    }

    private void command(int number, String text) {
        String[] words = text.split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "phase" ->
                Stage.named(rest)
                        .ifPresentOrElse(
                                stage -> {
                                    rehearsal.moveTo(stage);
                                    out.println("-- " + stage.name().toLowerCase(Locale.ROOT));
                                },
                                () -> refuse(number, "there is no phase \"" + rest + "\": history, examination, plan"));
            case "examine" -> {
                if (echo) {
                    out.println("Student examines: " + rest);
                }
                show(rehearsal.examine(rest));
            }
            case "help" -> out.println(HELP);
            default -> refuse(number, "there is no command :" + words[0] + ". " + HELP);
        }
    }

    private void show(Exchange exchange) {
        last = exchange;
        if (!exchange.finding().isEmpty()) {
            out.println("Finding: " + exchange.finding());
        }
        if (!exchange.said().isEmpty()) {
            out.println(rehearsal.script().speaker().name() + ": " + exchange.said());
        }
        if (!exchange.followed()
                || !exchange.topics().isEmpty()
                || !exchange.findings().isEmpty()) {
            out.println("    [" + exchange.reached() + "]");
        }
    }

    /** What is wrong; empty when the expectation is met. */
    private List<String> expect(String text) {
        if (last == null) {
            return List.of("an expectation follows what the student says");
        }
        String[] parts = text.split(":", 2);
        String name = parts.length > 1 ? parts[1].strip() : "";
        return switch (parts[0].strip()) {
            case "topic" -> {
                if (!rehearsal.coverage().hasTopic(name)) {
                    yield List.of("the case has no topic \"" + name + "\": write a topic of its history");
                }
                yield met(last.topics().contains(name), "topic: " + name);
            }
            case "finding" -> {
                if (!rehearsal.coverage().hasFinding(name)) {
                    yield List.of("the case has no finding \"" + name
                            + "\": write a topic of its examination, and the side if it has two: Lachman test, right."
                            + " After a test that must not be done write: NAME, not done");
                }
                yield met(last.findings().contains(name), "finding: " + name);
            }
            case "says" ->
                name.isEmpty()
                        ? List.of("says: needs the words that the patient is to say")
                        : met(
                                last.said().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)),
                                "says: " + name);
            case "not followed" -> met(!last.followed(), "not followed");
            default ->
                List.of("\"" + text
                        + "\" is no expectation. Write topic: NAME, finding: NAME, says: WORDS or not followed");
        };
    }

    private List<String> met(boolean met, String expected) {
        return met || last == null ? List.of() : List.of("expected " + expected + ", but " + last.reached());
    }

    private void refuse(int number, String words) {
        expectations++;
        fail("line %d: %s".formatted(number, words));
    }

    private void fail(String words) {
        failures.add(words);
        out.println("FAILED " + words);
    }
}
