package dev.viva.gate;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the student checks who the patient is. */
final class Identity {
    private static final String WHOSE =
            "(?:your|his|her|their|the patient's|your (?:child|son|daughter|mother|father|mum|dad|husband|wife|partner)(?:'s)?)";
    private static final String KIND =
            "(?:full |complete |whole |first |last |second |family |legal |proper |own |given |first and last |first name and )*";
    private static final String BIRTH = "(?:date of birth|birth date|birthdate|birthday|d o b|dob|date of your birth)";
    private static final String ASKS =
            "(?:confirm|confirming|check|checking|double[ -]check|verify|verifying|tell|telling me|giving me|give|have|get|state|know|take|repeat|spell|ask|ask you|ask for|remind|say|start with|starting with|provide|share|grab|need|want|see|catch|hear)";

    /** To tell them the name is not to check it. */
    private static final String OTHERS =
            "(?:(?:friend|wife|husband|doctor|gp|nurse|pharmacist|surgeon|receptionist|hospital|pharmacy|desk|reception)(?:'?s)?"
                    + "|they|he|she|them)(?![\\p{L}'])";
    /** What the patient or others did, or do elsewhere: "Did you give your name at the desk?" */
    private static final Pattern ELSEWHERE = Pattern.compile(
            "(?<=^|[.,] )(?:(?:and|so|but|well|ok|okay) )*(?:(?:when|where|why|who|how) )?(?:did(?! you say your)|does|do(?! you)|has|had|have(?! you (?:got )?[^.,]*to (?:just )?(?:confirm|check|verify|go )))"
                    + " (?:you|they|he|she|people|anyone|anybody|someone|somebody|dr|mr|mrs|ms|(?:the|your) \\p{L}+)(?![\\p{L}'])"
                    // "… and can you confirm your name?" asks again.
                    + "(?:(?! (?:and|but|or|so) (?:just )?(?:can|could|may|might|would|what|please)(?![\\p{L}']))[^.,])*");

    private static final Pattern YOUR_NAME = Pattern.compile(
            "(?:^|[ .,])(?<!(?:they|she|he|people) )" + ASKS
                    + "(?: (?!" + OTHERS + ")[\\p{L}']+){0,4}? (?:your|the patient's) " + KIND
                    + "(?:name|surname|names|identity|details|personal details)(?! (?:of|was|came|for (?:the|your|it))|'s)(?![\\p{L}'])");
    private static final Pattern WHAT_NAME = Pattern.compile(
            "(?:^|[ .,])(?:what is|what's|whats|what was|and what's|may i ask what|ask what|is) your " + KIND
                    + "(?:name|surname)(?![\\p{L}'])(?! (?:(?:still|already) )?(?:for|of|on|at|down|in(?! full)) )");
    private static final Pattern YOUR_NAME_IS = Pattern.compile(
            "(?:^|[.,] )(?:so |and |ok |okay )?your " + KIND + "name(?: (?:and|,) (?:your )?" + BIRTH
                    + "|(?: is|'s) (?!on |in |not |familiar|here )[^.]*(?:right|correct|yes|isn't it|is it)|(?: please)? ?[.]?$|(?: please)? ,)");
    private static final Pattern BIRTH_ASKED =
            Pattern.compile("(?:^|[ .,])(?:" + WHOSE + " |the |and |with |by )?" + BIRTH + "(?![\\p{L}'])");
    private static final Pattern BIRTHDAY_PARTY = Pattern.compile(
            "birthday (?:party|present|presents|cake|card|celebration)|(?:on|at|for|since|before|after|until|celebrat\\p{L}+|happy|my|have|had) (?:your |his |her |a |my )?(?:last |next )?birthday|my (?:"
                    + BIRTH + ")");
    private static final Pattern WHEN_BORN = Pattern.compile(
            "(?:^|[ .,])(?:when|what (?:day|date|year)) (?:were you|was (?:he|she|\\p{L}+)) born(?![\\p{L}'])");
    private static final String SPEAKING = " (?:speaking|talking|chatting) (?:to|with) ";
    private static final Pattern SPEAKING_TO = Pattern.compile("(?:^|[ .,])(?:am i|i'm|i am)" + SPEAKING
            + "(?:(?:the )?(?:patient|right)|mr|mrs|ms|miss|mx)(?![\\p{L}'])|(?:^|[ .,])who (?:am i|i'm|i am)"
            + SPEAKING.stripTrailing()
            + "|(?:^|[ .,])am i" + SPEAKING
            + "(?:the )?(?!(?:you|him|her|them|us|me|it|someone|somebody|anyone|anybody|everyone|your|my|his|their|an?|this|that|fast|loud|loudly|much)(?![\\p{L}']))"
            + "\\p{L}+(?: \\p{L}+)? ?[.,]?$");
    /** By the letters of the line: a name is capitalised. */
    private static final Pattern SPEAKING_TO_NAME = Pattern.compile(
            "(?:^|[ .,])(?:I'm|I am)" + SPEAKING + "(?!Dr )\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+)? ?[.,]?$");
    /** "MS" in capitals is an illness. */
    private static final Pattern ARE_YOU_TITLE = Pattern.compile(
            "(?:^|[ .,])(?i:are you|you are|you're|you must be|is it|is that|it's|is this) (?:(?:[Mm]rs?|MRS?|Ms|[Mm]iss|[Mm]x) \\p{L}"
                    + "|ms (?!(?:that|related|or|and|which|you|your|then|again|in|with|too)(?![\\p{L}']))\\p{L})");

    private static final Pattern ARE_YOU_NAME = Pattern.compile(
            "(?:^|[ .,])(?:[Aa]re you|[Yy]ou must be|[Yy]ou're|[Yy]ou are|[Ii]s it|[Ii]s that) (?:called )?\\p{Lu}\\p{Ll}+ \\p{Lu}\\p{Ll}+(?:$| ?[.,])");

    private static final Pattern WHO_YOU_ARE = Pattern.compile(
            "(?:^|[ .,])(?<!(?:they|she|he|people) )(?:confirm|confirming|check|checking|verify|verifying|make sure|ask|tell me|telling me) (?:that |of )?"
                    + "who (?:you are|i'm|i am)(?=$| ?[.,]| (?:please|before|first|today|now|and|for me)(?![\\p{L}']))");
    private static final Pattern RIGHT_PERSON = Pattern.compile("right (?:person|patient)(?![\\p{L}'])");
    private static final Pattern YOURS = Pattern.compile(
            "my name(?: is|'s) [^.]*[.,] (?:and )?(?:what's yours|what is yours|yours|you are|you|and you are|and you|who are you|whats yours)(?: ?[.]?$| please)");
    /** How the patient wants to be called is another question, and so is the name of a medicine. */
    private static final Pattern OTHER_NAME = Pattern.compile(
            "preferred name|prefer(?:red)? to be called|like to be called|call you by your|(?:on a|by your) first name (?:basis)?|name tag|name of (?:the|your|that|this)|nickname|maiden name of|my name on|put your name|write your name");

    private Identity() {}

    static boolean in(Said said) {
        String asked = ELSEWHERE.matcher(said.words()).replaceAll("");
        return birth(asked)
                || said.matches(WHEN_BORN)
                || said.matches(SPEAKING_TO)
                || said.matches(RIGHT_PERSON)
                || WHO_YOU_ARE.matcher(asked).find()
                || Stream.of(SPEAKING_TO_NAME, ARE_YOU_TITLE, ARE_YOU_NAME)
                        .anyMatch(pattern -> pattern.matcher(said.cased()).find())
                || said.matches(YOURS)
                || !said.matches(OTHER_NAME)
                        && Stream.of(YOUR_NAME, WHAT_NAME, YOUR_NAME_IS)
                                .anyMatch(pattern -> pattern.matcher(asked).find());
    }

    private static boolean birth(String words) {
        return BIRTH_ASKED.matcher(words).find()
                && !BIRTHDAY_PARTY.matcher(words).find();
    }
}
