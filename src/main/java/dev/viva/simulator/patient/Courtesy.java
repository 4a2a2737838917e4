package dev.viva.simulator.patient;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Removes from an English sentence what is said for politeness around the question. */
final class Courtesy {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final Pattern GREETING = Pattern.compile(
            "^(?:(?:good (?:morning|afternoon|evening|day)|hello|hiya?|hey)(?: there| again)?\\b[\\s,.!-]*)+", FLAGS);
    /** Begins something else than who somebody is: "I'm going to get the doctor", "it's important that your doctor …". */
    private static final String NO_NAME = "(?! (?:(?:just|now|also|still|only|so|really|very) )*"
            + "(?:(?!(?:training|studying|working|calling|visiting|shadowing|joining|helping|assisting|speaking|coming from|looking after"
            + "|doing (?:my|a) (?:\\w+ )?(?:placement|training)|going to be (?:your|the|a|one|looking after|working))\\b)(?-i:[a-z]+ing)"
            + "|important|best|better|worth|time|essential|vital|possible|likely|normal|usual|fine|okay|ok|good to|up to|something|a (?:question|matter|job|good idea)|not|what|why|how|where|when|because"
            + "|glad|sure|afraid|worried|concerned|surprised|aware|sorry (?:that|the|your|you)|happy (?:that|for|with))\\b)";

    private static final Pattern INTRODUCTION = Pattern.compile(
            "^(?:and )?(?:my name(?:'?s| is)|i'?m|i am|this is|it'?s)\\b" + NO_NAME
                    + "(?: called)? ?(?:[\\w'-]+,? ){0,6}?"
                    + "(?:(?:and )?(?:i'?m |i am )?(?:a |an |one of |the |your |from )[^,.?!]*?"
                    + "\\b(?:students?|nurses?|physio\\w*|doctors?|medics?|trainees?|therapists?|team|ward|placement|med student)\\b"
                    + "(?: (?:here|today|on|in|from|at|with|nurse|doctor|physio\\w*|therapist)\\b[^,.?!]*?)?)(?=[,.?!]| and | so |$)[\\s,.!]*(?:and |so )?",
            FLAGS);
    private static final Pattern NAME = Pattern.compile(
            "^(?:and )?(?:(?:my name(?:'?s| is)|i am called|i'?m called) [\\w'-]+(?: [A-Z][\\w'-]+)?"
                    + "|(?:i'?m|i am)(?: (?-i:[A-Z])[\\w'-]+){1,3}(?=[,.!]|$))[\\s,.!]*(?:and |so )?",
            FLAGS);
    private static final Pattern FILLER = Pattern.compile(
            "^(?:(?:so|ok|okay|o\\.k|right|well|now|and|but|also|then|um+|uh+|er+|erm+|ah|oh|great|lovely|perfect|brilliant|thanks"
                    + "|thank you(?: very much| so much)?|al?l ?right(?: then)?|good|cool|yeah|yes|i see|mm+|hmm+|first(?:ly)?|first of all"
                    + "|just|next|finally|lastly|before we (?:start|begin|go on))\\b[\\s,.!-]+)+",
            FLAGS);
    private static final Pattern PERMISSION = Pattern.compile(
            "^(?:(?:is it|is that|would it be|if it'?s|if that'?s) (?:ok|okay|al?l ?right|fine) (?:if|with you if|for me to) (?:i )?(?:just )?(?:ask(?: you)?(?: about| if| whether)?)?"
                    + "|(?:do|would) you mind (?:if i ask(?:ed)?(?: you)?(?: about| if| whether)?|me asking(?: you)?(?: about| if| whether)?|telling me(?: about| if| whether)?)"
                    + "|(?:can|could|may|might) i (?:just |quickly )?ask(?: you)?(?: about| if| whether)?"
                    + "|i(?:'d| would) (?:just )?(?:like|want|love) to (?:ask(?: you)?|know|hear)(?: about| if| whether)?"
                    + "|i(?: was|'m| am) (?:just )?wonder(?:ing|ed) (?:if|whether|about)?"
                    + "|(?:can|could|would|will) you (?:please |just |maybe )?(?:tell me|let me know|say)(?: something| a bit| a little| more| a little more| a bit more)?(?: about| if| whether)?"
                    + "|(?:please )?tell me(?: a bit| a little| more| something)?(?: about| if| whether)?"
                    + "|i need to (?:ask|know)(?: you)?(?: about| if| whether)?"
                    + "|(?:sorry|excuse me),? (?:but )?)\\s*",
            FLAGS);
    private static final Pattern PLEASE = Pattern.compile(
            "[\\s,]*\\b(?:please|if you don'?t mind(?: me asking)?|if that'?s (?:ok|okay|al?l ?right)|thank you|thanks)\\b[\\s.,!?]*$",
            FLAGS);
    private static final int MIN_WORDS = 2;

    private final Pattern address;

    /** @param names of those who may be addressed */
    Courtesy(List<String> names) {
        String any = names.stream()
                .flatMap(name -> Arrays.stream(name.split("\\s+", -1)))
                .filter(name -> name.length() > 1)
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        address = Pattern.compile(
                "^(?:(?:mr|mrs|ms|miss|dr)\\.? )?(?:" + any + ")(?: (?:" + any
                        + "))?(?:[,.!]\\s*|\\s+(?=(?:and|so|my|i'?m)\\b))|,\\s*(?:(?:mr|mrs|ms|miss)\\.? )?(?:" + any
                        + ")(?=[\\s.?!]*$)",
                FLAGS);
    }

    /** The sentence without it; empty if there is nothing else. */
    String strip(String sentence) {
        String rest = sentence.strip();
        String before;
        do {
            before = rest;
            for (Pattern part : List.of(GREETING, INTRODUCTION, NAME)) {
                rest = part.matcher(rest).replaceFirst("").strip();
            }
            rest = address.matcher(rest).replaceFirst("").strip();
            rest = unlessTooShort(FILLER, rest);
            rest = unlessTooShort(PERMISSION, rest);
            rest = unlessTooShort(PLEASE, rest);
        } while (!rest.equals(before));
        return rest.chars().anyMatch(Character::isLetter) ? rest : "";
    }

    private static String unlessTooShort(Pattern part, String text) {
        String rest = part.matcher(text).replaceFirst("").strip();
        return rest.split("\\s+", -1).length >= MIN_WORDS || rest.length() > 3 && !rest.equals(text) ? rest : text;
    }
}
