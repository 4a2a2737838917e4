package dev.viva.gate;

import java.util.regex.Pattern;

/** Whether the student checks who the patient is. */
final class Identity {
    private static final String WHOSE =
            "(?:your|his|her|their|the patient's|your (?:child|son|daughter|mother|father|mum|dad|husband|wife|partner)(?:'s)?)";
    private static final String KIND =
            "(?:full |complete |whole |first |last |second |family |legal |proper |own |given |first and last |first name and )*";
    private static final String BIRTH = "(?:date of birth|birth date|birthdate|birthday|d o b|dob|date of your birth)";
    private static final String ASKS =
            "(?:confirm|confirming|check|checking|double[ -]check|verify|verifying|tell|telling me|giving me|give|have|get|state|know|take|repeat|spell|ask|ask you|ask for|remind|say|start with|starting with|provide|share|grab|need|want|see|catch|hear)";

    private static final Pattern YOUR_NAME = Pattern.compile(
            "(?:^|[ .,])(?<!(?:they|she|he|people) )" + ASKS
                    + "(?: (?!friend|wife|doctor|gp)[\\p{L}']+){0,4}? (?:your|the patient's) " + KIND
                    + "(?:name|surname|names|identity|details|personal details)(?! (?:of|was|came|for (?:the|your|it))|'s)(?![\\p{L}'])");
    private static final Pattern WHAT_NAME =
            Pattern.compile("(?:^|[ .,])(?:what is|what's|whats|what was|and what's|may i ask what|ask what|is) your "
                    + KIND + "(?:name|surname)(?![\\p{L}'])(?! (?:for|of) )");
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
    private static final Pattern SPEAKING_TO = Pattern.compile(
            "(?:^|[ .,])(?:am i|i'm|i am) (?:speaking|talking|chatting) (?:to|with) (?:a |the )?(?:mr|mrs|ms|miss|mx|dr|the right|the patient|\\p{L}+ ?[.,]?$|\\p{L}+ \\p{L}+ ?[.,]?$)|(?:^|[ .,])who (?:am i|i'm|i am) (?:speaking|talking) (?:to|with)");
    private static final Pattern ARE_YOU_TITLE = Pattern.compile(
            "(?:^|[ .,])(?:are you|you are|you're|you must be|is it|is that|it's|is this) (?:mr|mrs|ms|miss|mx) \\p{L}+");
    /** By the letters of the line: a name is capitalised. */
    private static final Pattern ARE_YOU_NAME = Pattern.compile(
            "(?:^|[ .,])(?:[Aa]re you|[Yy]ou must be|[Yy]ou're|[Yy]ou are|[Ii]s it|[Ii]s that) (?:called )?\\p{Lu}\\p{Ll}+ \\p{Lu}\\p{Ll}+(?:$| ?[.,])");

    private static final Pattern WHO_YOU_ARE = Pattern.compile(
            "(?:^|[ .,])(?:confirm|confirming|check|checking|verify|make sure|ask) (?:that )?(?:i have |i've got |you are |you're |who you are|who i'm|who i am|i'm (?:speaking|talking) (?:to|with)|i am (?:speaking|talking) (?:to|with))(?:the right (?:person|patient)|who you are|$| ?[.,]|(?=mr |mrs |ms |miss )|(?=\\p{L}))");
    private static final Pattern RIGHT_PERSON = Pattern.compile("right (?:person|patient)(?![\\p{L}'])");
    private static final Pattern YOURS = Pattern.compile(
            "my name(?: is|'s) [^.]*[.,] (?:and )?(?:what's yours|what is yours|yours|you are|you|and you are|and you|who are you|whats yours)(?: ?[.]?$| please)");
    /** How the patient wants to be called is another question, and so is the name of a medicine. */
    private static final Pattern OTHER_NAME = Pattern.compile(
            "preferred name|prefer(?:red)? to be called|like to be called|call you by your|(?:on a|by your) first name (?:basis)?|name tag|name of (?:the|your|that|this)|nickname|maiden name of|my name on|put your name|write your name");

    private static final Pattern WHO = Pattern.compile("who (?:you are|i'm|i am)|(?:i'm|i am) (?:speaking|talking)");

    private Identity() {}

    static boolean in(Said said) {
        return birth(said)
                || said.matches(WHEN_BORN)
                || said.matches(SPEAKING_TO)
                || said.matches(ARE_YOU_TITLE)
                || said.matches(RIGHT_PERSON)
                || said.matches(WHO_YOU_ARE) && said.matches(WHO)
                || ARE_YOU_NAME.matcher(said.cased()).find()
                || said.matches(YOURS)
                || !said.matches(OTHER_NAME)
                        && (said.matches(YOUR_NAME) || said.matches(WHAT_NAME) || said.matches(YOUR_NAME_IS));
    }

    private static boolean birth(Said said) {
        return said.matches(BIRTH_ASKED) && !said.matches(BIRTHDAY_PARTY);
    }
}
