package dev.viva.simulator.patient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises by fixed English phrases, and the wish to stop in more languages, what no question about a case contains. */
final class SureTalk {
    private static final Map<Intent, Pattern> PHRASES = new LinkedHashMap<>();

    /** Begins a question about the patient, after which "is it all right?" asks for no leave: "How is your sleep, …". */
    private static final String ASKS_OF_PATIENT = "(?:(?:and|so|but|now|then|ok|okay|right),? )*"
            + "(?:how|what|when|where|which|if|does|(?:do|did|are|were|have) you|(?:has|is|was) (?:your|the|there)"
            + "|your [\\w']+(?: [\\w']+)?,? (?:is|would|will) (?:that|it|this))\\b(?![^.?!]*\\b(?:i|we|me|us|my)\\b)";

    /** Asks no longer for anything at all: "anything else I should know about your medicines". */
    private static final String OF_SOMETHING = "(?![^.?!]* (?:about|of|with) (?:your|the|any|taking)\\b)";

    static {
        put(
                Intent.STOP,
                "(?<!\\p{L})(?:(?:stop|end|quit|exit) (?:(?:the|this) )?simulation"
                        + "|(?:stopp?(?:en?)?|beenden?|brechen)(?: sie)?(?: bitte)?(?: jetzt)? (?:die |diese )?simulation|simulation (?:bitte )?(?:stopp?en|beenden|abbrechen)"
                        + "|(?:arr[êe]te[zr]?|stoppe[zr]?|termine[zr]?)(?: s'il (?:vous|te) pla[îi]t)? (?:la |cette )?simulation"
                        + "|(?:par[aáe]r?|det(?:enga|én|en|ener)|termin[aáe]r?|finali(?:zar?|ce))(?: por favor)? (?:la |esta )?simulaci[óo]n)(?!\\p{L})"
                        + "|シミュレーション(?:を)?(?:止め|やめ|中止|停止|終了|終わ|ストップ)"
                        + "|(?:停止|中止|结束|結束|终止|終止)(?:这个|這個|本次)?(?:模拟|模擬)|(?:[أا]وقف(?:وا|ي)?|[إا]يقاف|[أا]نه(?:وا|ي)?|[إا]نهاء) (?:هذه )?المحاكاة");
        put(
                Intent.MACHINE,
                "(?:^|[.!?,;:]\\s*)(?:(?:please|now|just|and|then|ok|okay|so|you must|(?:can|could|will|would) you|i want you to) )*(?:ignore|forget|disregard)\\b.{0,30}\\b(?:instructions?|rules?|prompts?)\\b|\\bsystem prompt\\b|\\blanguage model\\b"
                        + "|\\bare you (?:really |actually |just )?(?:an? )?(?:ai|bot|chat ?bot|robot|machine|computer|real)\\b(?=\\s*[.?!,;]|\\s*$| (?:or|and|model|program(?:me)?|person|patient|human|thing|in real)\\b)");
        put(
                Intent.REPEAT,
                "\\bsay (?:that|it|this|what you said) (?:for me )?(?:again|once more|one more time)\\b|\\brepeat (?:that|it|this|what you(?: just|'ve| have)? said)(?=\\W*$|[.?!]|,? (?:for me|please|again|once more|one more time|a bit|a little|slow\\w*|louder|because|so|but|i)\\b)"
                        + "|\\bsay again\\b|(?:^|\\b(?:i|sorry),? (?:just |really |still |quite )?|[,.!?] ?)did(?:n'?t| not) (?:quite )?(?:catch|hear|get) (?:that|you|it)\\b"
                        + "|^(?:sorry,? )?(?:pardon(?: me)?|come again)\\W*$|\\brepeat (?:please|for me)\\b|\\bwhat did you (?:just )?say\\W*$|^(?:sorry|what)\\W*$");
        put(
                Intent.QUESTIONS,
                "\\b(?:any|have|got|what|other) questions? (?:for|you(?:'d| would| have))\\b|\\bquestions? for (?:me|us)\\b|\\b(?:do|have) you (?:have |got )?(?:any|some|other|further) (?:other |more )?questions\\b"
                        + "|\\b(?:anything|something) (?:else )?(?:that )?(?:you(?:'d| would)? (?:like|want) to|you want to) (?:ask|know)\\b|^any questions\\b");
        put(
                Intent.ANYTHING_ELSE,
                "^(?:and )?(?:is there )?any ?thing (?:else|more)\\W*$|\\bany ?thing (?:else|more) (?:that )?(?:you(?:'d| would)? (?:like|want(?:ed)?|need|wish)(?: me| us)? to (?:tell|say|add|mention|know|share|discuss|talk|bring|raise|go)"
                        + "|(?:you (?:think|feel) (?:that )?(?:(?:i|we) (?:should|need|ought|have)|(?:is|was|might be|may be|could be|would be) (?:important|relevant|useful|worth))|you haven['’]?t (?:told|mentioned|said|shared)"
                        + "|i (?:should|need|haven|didn|ought|have)|we (?:should|haven|have)|to (?:tell|add|say))"
                        + OF_SOMETHING
                        + ")|\\bany ?thing (?:that )?(?:i|we)(?:'ve| have)?(?: not|n'?t)? (?:missed|forgotten|left out|asked)\\b|\\b(?:have|did|am) i (?:miss|leav|left|forg)\\w*|\\banything you(?:'d| would) (?:like|want) to add\\b");
        put(
                Intent.SUMMARY,
                "\\b(?:to |let me |i'?ll |i'd like to |i will )?(?:just )?(?:summari[sz]e|recap|sum up|go over what)\\b|\\bif i(?:'ve| have|'m)? (?:understood|understand|got (?:it|that|this))\\b|^so (?:what )?you(?:'re| are) (?:saying|telling)\\b|^so,? you(?:'ve| have)? (?:told|said)\\b|^let me (?:see|check) (?:if|that) i\\b");
        put(
                Intent.IDENTITY,
                "\\b(?:right|correct) (?:person|patient)\\b|\\b(?:confirm|check|verify) (?:who you are|your (?:identity|details|id))\\b|\\bwho (?:i(?:'m| am)) (?:speaking|talking) (?:to|with)\\b");
        put(
                Intent.CONSENT,
                "\\b(?:some|a few|few|a couple(?: of)?|several|you) (?:more |quick |personal |of )?questions?\\b(?!.*\\b(?:how|when|where|which)\\b)|\\bhappy (?:to (?:(?:talk|chat)(?! (?:to|with) (?!me\\b|us\\b|an? (?:\\w+ )?student))|answer|(?:go ahead|proceed|continue|carry on)(?! (?:\\w+ing|with your|with the (?:tablet|medic|exercise)\\w*|at|your)\\b))|for me to (?:talk|ask|go|start|examine (?:you|your \\w+|you now)|take|continue|proceed|do that))\\b"
                        + "|(?:^|[.?!]\\s+)(?![^.?!]*\\bdid (?:you|they|he|she|any\\w+|the \\w+)\\b)[^.?!]*\\b(?:your|have|get|give) (?:consent|permission)\\b|\\bdo you (?:consent|agree to)\\b|(?:^|[.?!]\\s+)(?!"
                        + ASKS_OF_PATIENT
                        + ")[^.?!]*\\b(?:is|would|will) (?:that|it|this)(?: be)? (?:ok|okay|al?l ?right|fine)(?: with you| for you| by you)?\\W*$|\\bi(?:'d| would) like to (?:talk|speak|chat) (?:to|with) you\\b|(?<!\\b(?:do|did) you |\\bever )\\bhave a (?:quick |little )?(?:chat|talk)\\b|\\bwhile i (?:write|type|take notes)\\b"
                        + "|\\b(?:i|me|we|my (?:supervisor|colleague))\\b(?:(?! (?:you|us)\\b)[^.?!,]){0,30}\\b(?:jot|write|take|taking) (?:this |that |it |some |a few )?(?:down|notes)\\b");
        put(
                Intent.GOODBYE,
                "\\bbye(?:[ -]?bye)?\\W*$|\\bgood ?bye\\W*$|\\bsee you (?:soon|later|then)[\\s.,!]*$"
                        + "|\\b(?:all the best|(?<!\\b(?:to|can|who|will|must|should) )take care|get well soon)[\\s.,!]*$|\\bhand(?:ing)? you over\\b");
    }

    /** Asks whether the student may touch or uncover, and for nothing else. */
    private static final Pattern TOUCH = Pattern.compile(
            "^(?:(?:can|could|may|might) i|(?:is it|is that|would it be|would that be) (?:ok|okay|al?l ?right|fine) (?:if i|for me to))"
                    + " (?:just )?(?:touch|have a (?:quick |little |gentle |good )*feel|put (?:my|this|a)|roll up|lift up|undo|check you over)\\b"
                    + "|\\bmay i ask you to (?:open|undo|take off|remove|lift|roll up)\\b",
            Pattern.CASE_INSENSITIVE);

    private SureTalk() {}

    /** Whether a line asks for leave to touch. */
    static boolean asksToTouch(String line) {
        return TOUCH.matcher(line).find();
    }

    private static void put(Intent intent, String pattern) {
        PHRASES.put(intent, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    static Optional<Intent> in(String line) {
        return asksToTouch(line) ? Optional.of(Intent.CONSENT) : phraseIn(line);
    }

    private static Optional<Intent> phraseIn(String line) {
        return PHRASES.entrySet().stream()
                .filter(phrase -> phrase.getValue().matcher(line).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
