package dev.viva.gate;

import java.util.regex.Pattern;

/** Whether the student greets the patient. */
final class Greeting {
    /** What may come before a greeting in its clause. */
    private static final String BEFORE =
            "(?:(?:so|ok|okay|well|oh|right|right then|alright|all right|great|now|and|yes|yeah|thank you|thanks|please) )*";

    private static final String DAY = "(?:morning|afternoon|evening)";

    /** Who is greeted, or what goes on after a greeting: "good morning Mrs Patel", never "good morning stiffness". */
    private static final String AFTER =
            "(?:$| (?:to )?(?:you|there|sir|madam|ma'am|everyone|everybody|all|both|again|mr|mrs|ms|miss|mx|dr|mum|dad|my"
                    + "|i|i'm|i'll|im|how|are you|is it|is that|is this|can|could|may|thank|thanks|and how|so|come|please|welcome|nice|lovely|it's"
                    + "|this is|we|what|what's|would|do you|sorry|today|the name))(?: .*)?$";

    private static final Pattern HELLO = Pattern.compile("^" + BEFORE
            + "(?:hello|hullo|hi|hiya|hi ya|hey there|howdy|greetings|(?:very )?(?:nice|pleased|lovely|good) to"
            + " (?:meet|see) you|g'day)(?: (?!to (?:your|the|my)|is |was )[^.]*)?$");
    private static final Pattern HOW_DO_YOU_DO = Pattern.compile("^" + BEFORE + "how do you do$");
    private static final Pattern HEY = Pattern.compile("^" + BEFORE + "hey(?: [\\p{L}']+){0,2}$");
    private static final Pattern GOOD_MORNING = Pattern.compile("^" + BEFORE + "(?:a )?(?:very )?good " + DAY + AFTER);
    private static final Pattern GOOD_DAY =
            Pattern.compile("^" + BEFORE + "good day(?: (?:to you|sir|madam|mr|mrs|ms|miss|dr|i'm|my name)(?: .*)?)?$");
    private static final Pattern GREETED_BY_NAME = Pattern.compile(
            "(?<![\\p{L}'])[Gg]ood (?:[Mm]orning|[Aa]fternoon|[Ee]vening|[Dd]ay) (?:Mr|Mrs|Ms|Miss|Mx|Dr|\\p{Lu}\\p{Ll}+)(?![\\p{L}']*'s)");
    private static final Pattern SHORT_DAY = Pattern.compile(
            "^" + BEFORE
                    + "(?:morning|afternoon|evening)(?: (?:to )?(?:you|all|everyone|both|there|sir|madam|mr|mrs|ms|miss|dr)(?: \\p{L}+)?)?$");
    private static final Pattern SAYS_HELLO = Pattern.compile(
            "^" + BEFORE + "(?:i )?(?:just )?(?:want(?:ed)? to|let me|would like to|i'd like to) (?:just )?"
                    + "(?:say|start by saying|begin by saying) (?:hello|hi|good " + DAY
                    + ")(?: (?!to (?:your|the|my) )[^.]*)?$");

    /** Greetings of other languages, at the beginning of a clause. */
    private static final Pattern OTHER_LANGUAGES = Pattern.compile(
            "^(?:hola|buen(?:os|as) (?:d\u00edas|dias|tardes|noches)|bonjour|bonsoir|salut|guten (?:tag|morgen|abend)|gr\u00fc(?:\u00df|ss) (?:gott|dich|sie)"
                    + "|hallo|moin|servus|gr\u00fcezi|ciao|buongiorno|buon giorno|buonasera|buona sera|salve|ol\u00e1|bom dia"
                    + "|boa (?:tarde|noite)|goede(?:morgen|middag|navond|ndag)|hej|god (?:morgon|morgen|dag|kv\u00e4ll|kveld)"
                    + "|hyv\u00e4\u00e4 (?:p\u00e4iv\u00e4\u00e4|huomenta|iltaa)|dzie\u0144 dobry|dobry wiecz\u00f3r|dobr\u00fd den|dobr\u00fd de\u0148|merhaba|g\u00fcnayd\u0131n|iyi (?:g\u00fcnler|ak\u015famlar)"
                    + "|selam|as-?sal[a\u0101]+m|salam|assalamu?|namaste|xin ch\u00e0o"
                    + "|\u0437\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435|\u0434\u043e\u0431\u0440(?:\u044b\u0439 \u0434\u0435\u043d\u044c|\u043e\u0435 \u0443\u0442\u0440\u043e|\u044b\u0439 \u0432\u0435\u0447\u0435\u0440)|\u0434\u043e\u0431\u0440\u0438\u0439 \u0434\u0435\u043d\u044c"
                    + "|\u03ba\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1|\u03b3\u03b5\u03b9\u03b1 \u03c3\u03b1\u03c2|\u05e9\u05dc\u05d5\u05dd|\u0645\u0631\u062d\u0628\u0627|\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645|\u0635\u0628\u0627\u062d \u0627\u0644\u062e\u064a\u0631|\u0645\u0633\u0627\u0621 \u0627\u0644\u062e\u064a\u0631"
                    + "|\u0633\u0644\u0627\u0645|\u0928\u092e\u0938\u094d\u0924\u0947)(?![\\p{L}\\p{M}])");
    /** Without spaces between words. */
    private static final Pattern UNSPACED = Pattern.compile(
            "^(?:\u4f60\u597d|\u60a8\u597d|\u65e9\u4e0a\u597d|\u4e0b\u5348\u597d|\u665a\u4e0a\u597d|\u3053\u3093\u306b\u3061\u306f|\u3053\u3093\u3070\u3093\u306f|\u304a\u306f\u3088\u3046|\u306f\u3058\u3081\u307e\u3057\u3066|\uc548\ub155\ud558)");

    private Greeting() {}

    static boolean in(Said said) {
        return said.clauses().stream().anyMatch(Greeting::greets)
                || GREETED_BY_NAME.matcher(said.cased()).find();
    }

    private static boolean greets(String clause) {
        return HELLO.matcher(clause).find()
                || HOW_DO_YOU_DO.matcher(clause).find()
                || HEY.matcher(clause).find()
                || GOOD_MORNING.matcher(clause).find()
                || GOOD_DAY.matcher(clause).find()
                || SHORT_DAY.matcher(clause).find()
                || SAYS_HELLO.matcher(clause).find()
                || OTHER_LANGUAGES.matcher(clause).find()
                || UNSPACED.matcher(clause).find();
    }
}
