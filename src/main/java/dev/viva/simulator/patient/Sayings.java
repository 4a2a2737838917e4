package dev.viva.simulator.patient;

import dev.viva.realtime.CaseScript;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The texts by which one meaning is recognised.
 *
 * @param questions as students say it
 * @param names of a topic or a test
 * @param cues telling words; their meaning is not compared, only their wording
 * @param replies what the patient says; their wording is not compared
 */
record Sayings(Meaning meaning, List<String> questions, List<String> names, List<String> cues, List<String> replies) {
    /** Those of all meanings of a case. */
    static List<Sayings> of(CaseScript script, List<SmallTalk> smallTalk) {
        List<Sayings> all = new ArrayList<>();
        script.topics()
                .forEach(topic -> all.add(new Sayings(
                        new Meaning.Told(topic),
                        questions(topic.asked()),
                        List.of(topic.name()),
                        topic.asked().cues(),
                        List.of(topic.reply()))));
        script.tests()
                .forEach(test -> all.add(new Sayings(
                        new Meaning.Tested(test),
                        questions(test.asked()),
                        test.names(),
                        test.asked().cues(),
                        List.of())));
        script.plan()
                .reactions()
                .forEach(reaction -> all.add(new Sayings(
                        new Meaning.Proposed(reaction), reaction.examples(), List.of(), List.of(), List.of())));
        Map<Intent, List<String>> talk = new EnumMap<>(Intent.class);
        smallTalk.forEach(one ->
                talk.computeIfAbsent(one.intent(), intent -> new ArrayList<>()).add(one.text()));
        talk.forEach((intent, texts) ->
                all.add(new Sayings(new Meaning.Talk(intent), texts, List.of(), List.of(), List.of())));
        return all;
    }

    /** Every text. */
    List<String> all() {
        return Stream.of(questions, names, cues, replies).flatMap(List::stream).toList();
    }

    /** The questions; where there are none, the cues of several words stand for them. */
    private static List<String> questions(CaseScript.Asked asked) {
        List<String> questions = Stream.concat(asked.examples().stream(), asked.standard().stream())
                .distinct()
                .toList();
        return questions.isEmpty()
                ? asked.cues().stream().filter(cue -> cue.contains(" ")).toList()
                : questions;
    }
}
