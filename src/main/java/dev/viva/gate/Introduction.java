package dev.viva.gate;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whether the student says who they are: their name, and their role. */
final class Introduction {
    private static final String NAMED = "(?:my name is|my name's|my names|my first name is"
            + "|you can call me|please call me|just call me|call me|they call me|people call me|everyone calls me)";

    private static final String TITLE = "(?:dr|doctor|mr|mrs|ms|miss|mx|professor) ";
    private static final Pattern MY_NAME = Pattern.compile(
            "(?:^|[ .,])" + NAMED + " (?:, )?(?:is )?(?:" + TITLE + ")?([\\p{L}][\\p{L}'-]*)",
            Pattern.CASE_INSENSITIVE);
    /** Medicines have names too. */
    private static final Pattern THE_NAME =
            Pattern.compile("(?:^|[ .,])(?:the name is|the name's|name's) (?:, )?([\\p{L}][\\p{L}'-]*)");
    /** By the letters of the line: a name is capitalised. */
    private static final Pattern I_AM = Pattern.compile("(?:^|[ .,])(?:[Ii]'?m|[Ii] am) (?:, )?(\\p{Lu}[\\p{L}'-]*)");

    private static final Pattern I_AM_TITLED =
            Pattern.compile("(?:^|[ .,])(?:[Ii]'?m|[Ii] am) (?:, )?(?i:" + TITLE + ")(\\p{Lu}[\\p{L}'-]*)");
    /** "i'm tom , a student nurse", written without capitals. */
    private static final Pattern I_AM_LOWER = Pattern.compile(
            "(?:^|[ .,])(?:i'm|im|i am) ([\\p{L}][\\p{L}'-]+)(?: (?!and |a |an |the |your |one |from |i'm |im |i am )[\\p{L}'-]+)?"
                    + " (?:, )?(?:and )?(?:(?:i'm|im|i am) (?:also )?)?(?:a|an|the|your|one of the|one of your) ");

    /** The last word of each role. */
    static final String ROLE_WORDS = """
            student students trainee trainees physio physios physiotherapist physiotherapists therapist therapists nurse nurses doctor
            doctors medic medics paramedic paramedics pharmacist pharmacists dentist dentists midwife midwives ot ots clinician
            clinicians intern interns resident residents registrar registrars practitioner practitioners apprentice chiropractor
            osteopath podiatrist dietitian dietician psychologist surgeon consultant gp radiographer physiologist assistant assistants
            undergraduate undergrad spt counsellor optometrist worker scientist""".strip();

    /** "Mia here". */
    private static final Pattern HERE =
            Pattern.compile("(?:^|[.,] )(?!And|Or|Not|Right|Over|Just|In)(\\p{Lu}[\\p{L}'-]+) here(?: ?[.,]|$)");

    private static final String ROLE =
            "(?:(?:social |sports |exercise )?(?:" + ROLE_WORDS.replaceAll("\\s+", "|") + "))";
    /** What may stand between an article and the role: "third year physiotherapy", never a verb. */
    private static final String KIND =
            "(?:(?:first|second|third|fourth|fifth|sixth|final|last|1st|2nd|3rd|4th|5th|year|years|one|two|three|four|five|student|trainee|junior"
                    + "|senior|newly|qualified|new|young|physiotherapy|physio|physical|therapy|medical|medicine|nursing|pharmacy"
                    + "|dental|dentistry|midwifery|occupational|health|healthcare|care|clinical|visiting|exchange|university|uni|college"
                    + "|msc|bsc|master's|masters|bachelor|pre-?registration|paramedic|speech|language|and|sports|rehab|rehabilitation"
                    + "|foundation|general|musculoskeletal|msk|outpatient|ward|duty|assistant|working|licensed|registered|graduate"
                    + "|doctor's|physician|physician's|psychology|nutrition|dietetics|podiatry|radiography|first-year|second-year"
                    + "|third-year|fourth-year|fifth-year|final-year|last-year|practice|of|the|our|on|placement|team|local) )*";

    private static final String ARTICLE =
            "(?:a|an|the|your|one of the|one of your|one of our|another|just a|only a|still a"
                    + "|currently a|actually a|also a|just|going to be your|gonna be your)";
    private static final String I_AM_ANY =
            "(?:i'm|im|i am|i'll be|i will be|i work as|i'm working as|i'm here as|i am here as"
                    + "|i'm training to be|i am training to be|i'm training as|i'm studying to be|i am studying to be|i'm studying to become"
                    + "|i'm going to be|i am going to be)";

    private static final Pattern I_AM_ROLE =
            Pattern.compile("(?:^|[ .,])" + I_AM_ANY + " (?:, )?" + ARTICLE + " " + KIND + ROLE + "(?![\\p{L}'])");
    private static final Pattern I_AM_ROLE_PLAIN = Pattern.compile("(?:^|[ .,])(?:i'm|im|i am) "
            + "(?:student|trainee|first[ -]year|second[ -]year|third[ -]year|fourth[ -]year|final[ -]year) " + KIND
            + ROLE
            + "?(?![\\p{L}'])");
    /** After a name: "Anna , third year physio student". The name itself is judged by {@link #names}. */
    private static final Pattern AFTER_NAME = Pattern.compile(
            "(?:^|[ .,])(?:(" + NAMED + ")|i'm|im|i am)"
                    + " ([\\p{L}][\\p{L}'-]*)(?: (?!and )[\\p{L}'-]+){0,2}?(?: , | and | )(?:and )?(?:" + ARTICLE
                    + " |, |(?=first|second|third|fourth|final|student|physio))"
                    + KIND + ROLE + "(?![\\p{L}'])",
            Pattern.CASE_INSENSITIVE);

    private static final String THEN_ROLE = " (?i:" + KIND + ROLE
            + ")(?=$| ?[.,]| (?:here|from|at|on|with|in|and|today|for today|working|who(?:'ll|'m)?)(?![\\p{L}']))";
    private static final String IT_IS = "(?:[Ii]t's|[Tt]his is) (?:Dr )?(\\p{Lu}[\\p{L}'-]*)(?: \\p{Lu}[\\p{L}'-]*)*";
    /** "It's Emily" right after a greeting: later, it is a medicine or a month, and "isn't it?" asks for the patient's name. */
    private static final Pattern HELLO_IT_IS = Pattern.compile(
            "(?:^|[.,] )(?i:hello|hi|hiya|hey|good (?:morning|afternoon|evening|day)|morning|afternoon|evening)"
                    + "(?: (?i:there|again|everyone|both)| \\p{Lu}[\\p{L}'-]*)*(?: [.,])? " + IT_IS
                    + "(?=$| ?[.,]| (?:here|speaking|from|and|again))(?! ?[.,] (?i:isn't it|is it|is that|right|yes|correct|am i|yeah)(?![\\p{L}']))");
    /** "This is Tom, the physio student"; but not "it's Naproxen, the doctor said". */
    private static final Pattern IT_IS_ROLE = Pattern.compile("(?:^|[ .,])" + IT_IS + "(?: [.,])?(?i: and)?(?i: (?:"
            + I_AM_ANY + " )?" + ARTICLE + "| " + I_AM_ANY + ")?" + THEN_ROLE);
    /** "I'm Lily, a student nurse": before an article and a role even a word that ends as no name does is one. */
    private static final Pattern I_AM_NAME_AND_ROLE = Pattern.compile(
            "(?:^|[ .,])(?:[Ii]'?m|[Ii] am) (?:, )?(\\p{Lu}[\\p{L}'-]*)(?: \\p{Lu}[\\p{L}'-]*)*?(?: [.,])?(?i: and)?(?i: (?:"
                    + I_AM_ANY + " )?" + ARTICLE + ")" + THEN_ROLE);

    private static final Pattern STUDIES = Pattern.compile(
            "(?:^|[ .,])(?:i study|i'm studying|im studying|i am studying|i'm training in|i'm in my (?:first|second|third|fourth|final|last) year"
                    + "|i am in my (?:first|second|third|fourth|final|last) year|i'm (?:here )?(?:from|with) the (?:\\p{L}+ )?"
                    + "(?:physio|physiotherapy|physical therapy|therapy|nursing|medical|rehab|rehabilitation|clinic|hospital)"
                    + "|i work (?:here )?in (?:the )?(?:physio|physiotherapy|rehab))(?![\\p{L}'])");
    /** "I'm not a doctor", "I'm afraid the doctor …", "I'm worried your doctor …" are nobody's role. */
    private static final Pattern SAID_OF_OTHERS =
            Pattern.compile("(?:if|when|whether|think|said|thought|as if) (?:i'm|i am)");

    /** Words after "my name is" or "I'm" that are no name, capitalised or not. */
    private static final Set<String> FUNCTION_WORDS = words("""
            a an the your my his her our one not no on in at from with for of to as by so very too just only still
            also here there now then about what who how that this it he she they we you i and or but because like mr
            mrs ms dr doctor student when if back over under out up down off any monday tuesday wednesday thursday friday
            saturday sunday""");

    /** Other words that are no name after "I'm", nor without a capital after "my name is". */
    private static final Set<String> NO_NAMES = words("""
            sorry sure afraid glad happy fine good well ok okay great new nervous ready able unable aware curious
            late done right wrong all really quite pretty actually currently basically going gonna trying wondering
            looking hoping first second third fourth final english british german french spanish italian american
            irish scottish welsh indian chinese japanese polish european christian muslim catholic jewish monday
            tuesday wednesday thursday friday saturday sunday physio important written difficult hard long common
            called pronounced spelled spelt mine possible probably maybe perhaps always never often nearly almost
            confident positive certain unsure impressed busy free confused later tomorrow anytime covid nhs gp god
            hospital more less sad proud shocked stuck lost tired honest clear keen none january ibuprofen
            paracetamol arthritis parkinson's training""");

    /** Of these, what is a name where the role follows: "I'm Christian, a student nurse". */
    private static final Set<String> NAMES_AS_WELL = Set.of("christian", "german", "long");

    /** "I'm wondering", "I'm nearly", "I'm confused". */
    private static final Pattern NO_NAME_ENDING = Pattern.compile("..(?:ing|ly|ed)$");

    private static final Set<String> NAMES_OF_SUCH_ENDING = words("""
            fred mohammed muhammed ahmed mohamed jared alfred wilfred saeed sayed hamed khaled waleed rasheed majed
            sally kelly emily molly holly billy polly beverly kimberly carly sterling xiaoming lily lilly tilly milly
            dolly elly nelly shelly wally willy javed naveed zayed reed harding manning fielding golding keeling
            lingling yingying""");

    private Introduction() {}

    private static Set<String> words(String all) {
        return Set.of(all.split("\\s+"));
    }

    static boolean names(Said said) {
        return any(MY_NAME, said.cased(), Introduction::isToldAsName)
                || !said.matches(SAID_OF_OTHERS)
                        && (any(I_AM, said.cased(), Introduction::isName)
                                || any(I_AM_TITLED, said.cased(), Introduction::isCapitalisedName)
                                || any(I_AM_NAME_AND_ROLE, said.cased(), Introduction::isCapitalisedName))
                || any(HELLO_IT_IS, said.cased(), Introduction::isName)
                || any(IT_IS_ROLE, said.cased(), Introduction::isName)
                || any(THE_NAME, said.words(), Introduction::isName) && (Greeting.in(said) || tellsRole(said))
                || any(HERE, said.cased(), Introduction::isName) && tellsRole(said)
                || any(I_AM_LOWER, said.words(), Introduction::isName) && tellsRole(said);
    }

    private static boolean any(Pattern pattern, String line, Predicate<String> isName) {
        return pattern.matcher(line).results().anyMatch(match -> isName.test(match.group(1)));
    }

    private static boolean isName(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.length() > 1
                        && !FUNCTION_WORDS.contains(lower)
                        && !NO_NAMES.contains(lower)
                        && !NO_NAME_ENDING.matcher(lower).find()
                || NAMES_OF_SUCH_ENDING.contains(lower);
    }

    /** After "my name is", where a capital letter says more than a list can: Christian, Long and Javed are names. */
    private static boolean isToldAsName(String word) {
        return Character.isUpperCase(word.charAt(0))
                ? !FUNCTION_WORDS.contains(word.toLowerCase(Locale.ROOT))
                : isName(word);
    }

    /** Whatever its ending. */
    private static boolean isCapitalisedName(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return !FUNCTION_WORDS.contains(lower) && !NO_NAMES.contains(lower) || NAMES_AS_WELL.contains(lower);
    }

    static boolean tellsRole(Said said) {
        if (said.matches(SAID_OF_OTHERS)) {
            return false;
        }
        return said.matches(I_AM_ROLE)
                || said.matches(I_AM_ROLE_PLAIN)
                || said.matches(STUDIES)
                || any(IT_IS_ROLE, said.cased(), Introduction::isName)
                || any(I_AM_NAME_AND_ROLE, said.cased(), Introduction::isCapitalisedName)
                || AFTER_NAME.matcher(said.cased()).results().anyMatch(Introduction::startsWithName);
    }

    /** Whether what comes after "I'm" in the match is a name: "i'm worried your doctor" is no introduction. */
    private static boolean startsWithName(MatchResult match) {
        return match.group(1) == null ? isName(match.group(2)) : isToldAsName(match.group(2));
    }
}
