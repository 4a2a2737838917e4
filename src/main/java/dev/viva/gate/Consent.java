package dev.viva.gate;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the student asks for the patient's agreement: to talk, to take notes, to be examined. */
final class Consent {
    private static final String FINE = "(?:ok|okay|o k|alright|all right|fine|cool|good|possible|acceptable)";
    /** Of {@link #FINE}, what cannot mean useful, or able: "is it good to rest?" asks for no leave. */
    private static final String ALLOWED = "(?:ok|okay|o k|alright|all right|fine)";
    /** What one asks leave for. */
    private static final String DEED =
            "(?:examine|assess|(?<!you )(?:touch|feel)|palpate|press|move|test|measure|inspect|look at|look over|listen to|check over|observe"
                    + "|have (?:a|another|a quick|a little|a closer|a brief) (?:look|feel|listen)"
                    + "|take (?:a|another|a quick|a closer) (?:look|feel|listen)"
                    + "|take (?:your|a|his|her) (?:blood pressure|pulse|temperature)|check your (?:blood pressure|pulse|knee"
                    + "|shoulder|back|neck|hip|ankle|leg|arm|foot|hand|movement|movements|reflexes|strength|balance|breathing|chest|heart)"
                    + "|perform|do (?:a|an|some|the|a few) (?:\\p{L}+ ){0,2}?(?:examination|exam|assessment|tests?|checks?|measurements?)"
                    + "|carry out|treat you|uncover|expose|roll up|lift up your"
                    + "|have (?:a|another|a quick|a little|a closer|a brief) (?:chat|talk|conversation|word)"
                    + "|take (?:a |some |a few |down some )?(?:notes|note|history)|make (?:some |a few )?notes|write (?:things|this|that|it|some things|a few things) down"
                    + "|take (?:your|a|his|her) (?:history|medical history)|record (?:this|our|the|it)|(?:talk|speak|chat) (?:to|with) you"
                    + "|ask (?:you )?(?:a few|some|a couple of|a couple|several|a number of|a bunch of) (?:more |quick |personal |short )?(?:questions|things)"
                    + "|ask (?:you )?(?:questions|about|how)|(?:proceed|go ahead|continue|carry on)(?! \\p{L}+ing)|interview you)";

    private static final String JUST =
            "(?:just |please |maybe |perhaps |possibly |also |now |quickly |briefly |first )*";
    /** What brought the patient: to ask about it is the encounter, to ask about anything else is one of its questions. */
    private static final String COMPLAINT =
            "(?:(?:the|your|this|that|both|left|right|sore|bad|other) )*(?:knees?|shoulders?|back|neck|hips?|ankles?|legs?|arms?|foot|feet"
                    + "|hands?|wrists?|elbows?|chest|breath|breathing|asthma|diabetes|fall|accident|injury|night|pains?|symptoms?|problems?|concerns?"
                    + "|health|visit|it|this|what happened|what's (?:happened|happening|been happening|going on|been going on)"
                    + "|what (?:brought|brings) you|how (?:you|your|things)(?:'ve|'re)?(?: \\p{L}[\\p{L}']*){0,2} been)"
                    + "(?: pains?| problems?| injury| symptoms| trouble)?(?: today| here)?"
                    + "(?= ?[.,]|$| (?:first|before|now|and|then|if|while|with|quickly)(?![\\p{L}']))";
    /** "Move on to the examination" does ask for leave. */
    private static final String TO_EXAMINE =
            " (?:\\p{L}+ ){0,4}?(?:exam|assess|testing|tests(?! (?:you|they|results)))";
    /** Words for deeds in another sense: "move on", "press you on that", "test my understanding", "feel sick". */
    private static final String NO_DEED = "mov(?:e|ing) (?:(?:on|ahead|forward|past)(?![\\p{L}'])(?!" + TO_EXAMINE + ")"
            + "|(?:swiftly |straight |quickly )?(?:to|onto|into)(?!" + TO_EXAMINE
            + ") (?:(?:your|the|some|my|our|another|a) )?(?:\\p{L}+ )?"
            + "(?:medic\\p{L}+|history|questions?|topics?|plans?|treatment|lifestyle|work|job|home|sleep|summary|part|section|stage|phase|step|bit|end|discuss\\p{L}*|talk\\p{L}*|ask\\p{L}*))"
            + "|mov(?:e|ing) (?:the|this|your) (?:conversation|discussion|chat|topic|subject|appointment|interview)"
            + "|press(?:ing)? (?:ahead|you(?! (?:here|there)))(?![\\p{L}'])"
            + "|press(?:ing)? on(?: (?:with|to)(?!" + TO_EXAMINE + ")|(?= ?[.,]|$))"
            // "Would you feel happy if …" asks for agreement.
            + "|(?<!you |both |all |be )feel(?:ing)? (?:(?:so|very|too|really|more|less|any|quite|a bit|a little) )?(?:sick|ill|better|worse|well"
            + "|unwell|happy|sad|bad|good|ok|okay|fine|free|like|safe|sure|able|ready|confident|comfortable|tired|dizzy|faint|weak|low|pain"
            + "|hot|cold|warm|anxious|nervous|worried|stressed|hungry|strange|different|normal|the same)(?![\\p{L}'])"
            + "|feel(?:ing)? (?:that (?:this|it|you|we|i|he|she|they|things|there|the|your)|(?:that|this|it) (?:is|was|has|will|would|helps?)"
            + "|the (?:benefits?|effects?|difference))(?![\\p{L}])"
            + "|touch(?:ing)? (?:on|upon|base)(?![\\p{L}'])|observ(?:e|ing) that (?:this|it|you|there|the|your)(?![\\p{L}])"
            + "|test(?:ing)? (?:(?:the|this|that|an?|your) )?(?:understanding|knowledge|ideas?|theory|theories|hypothes[ei]s|assumptions?)"
            + "|measur(?:e|ing) (?:success|progress)|uncover(?:ing)? (?:what|why|how|when|the (?:cause|reason))"
            + "|perform(?:ing)? (?:well|better|worse|badly|at|as)(?![\\p{L}'])|carry(?:ing)? out (?:my|our)(?![\\p{L}'])"
            + "|(?:examin|assess|touch|feel|press|mov|test|measur|inspect|observ|perform|expos|look|listen)(?:e|ing)?(?: at| over| to)?"
            + " (?:my|our)(?! (?:\\p{L}+ )?(?:hands?|thumbs?|fingers?|palms?|ear|elbow|stethoscope|tape))(?![\\p{L}'])";

    /** A question of the history, however politely it is asked, small favours, and deeds in another sense. */
    private static final Pattern NO_REQUEST = Pattern.compile(
            "(?<![\\p{L}'])(?:" + NO_DEED
                    + "|(?:ask|asked|asking) (?:you )?(?:about (?!"
                    + COMPLAINT
                    + ")|how (?!(?:you|things|it)(?:'ve|'s|'re| have| has)? (?:been|gone|going)(?: going| doing)?(?= ?[.,]|$| (?:since|today|lately|so far)(?![\\p{L}'])))"
                    + "|(?:what|when|where|why|who|which|whether|if|do|did|are|is|have|for|your)(?![\\p{L}']))"
                    + "|(?:call|called|get(?! (?:hold|you (?:to|on|onto|up)))|say|said|open|close|heard|hear|knew|understand|understood|remember)(?![\\p{L}'])"
                    + "|(?:sit|sat|stand|stood)(?: down| here| there)?(?= ?[.,]|$)"
                    + "|(?:look at|have a look at|see) (?:all )?(?:your |the )(?:medication|medications|medicines?|tablets|list|prescription|letter|form|photo|picture)(?![\\p{L}']))");

    private static final String I_DO = "(?:i|we)(?:'m|'d)? (?!(?:just )?know(?![\\p{L}']))";
    private static final String FOR_ME = "for (?:me|us) to (?!know(?![\\p{L}']))";
    private static final String WITH_ME = "with (?:me|us) (?!now|know|[.,])";

    /** "Is it OK if I …", "would it be all right for me to …", "is that fine with you". */
    private static final Pattern IS_IT_FINE =
            Pattern.compile("(?:^|[ .,])(?:(?:is|would|will|was) (?:it|that|this) (?:be )?(?:still )?(?:"
                    + FINE + " (?:, )?(?:with you|by you|for you(?! (?:to|when|at|in|after) ))|" + FINE + " (?:, )?"
                    + FOR_ME
                    + "|" + ALLOWED + " (?:, )?(?:(?:if|that) " + I_DO + "|if my )"
                    + "|(?:possible|acceptable|cool|good) if " + I_DO + JUST + DEED
                    + "|" + ALLOWED + " to " + JUST + "(?!move|lift|roll)" + DEED + ")"
                    + "|(?:it|that|this)(?: is|'s) " + ALLOWED + " (?:with you|if " + I_DO + JUST + DEED + "))");

    /** What the patient is happy with. */
    private static final String TO_IT = "(?:if " + I_DO + "|" + FOR_ME + "|" + WITH_ME
            + "|with (?:that|this)(?: plan)?(?: ?[.,]|$)|(?:with )?being (?:examined|touched|asked|seen)"
            + "|to (?:have a (?:chat|talk)|talk (?:to|with) (?:me|us)|talk me through|chat|let me|take part|do (?:this|that) today|answer"
            + "|be (?:examined|asked|seen|treated)|go through your (?:\\p{L}+ )?check|(?:go ahead|proceed|continue|carry on|start|begin)"
            + "(?= ?[.,]|$| (?:without|today|now|then)))(?![\\p{L}']))";

    private static final Pattern FINE_IF = Pattern.compile(
            "(?:^|[ .,])(?<!were |was )(?:(?:are|would) you (?:both |all )?(?:be |feel )?|you (?:be |feel )?|you're |you are |you'd be )(?:still )?(?:"
                    + FINE + "|happy|comfortable|content|willing) " + TO_IT);
    /** "OK if I take notes", but not "okay, if I press here, does it hurt". */
    private static final Pattern SHORT_FINE_IF = Pattern.compile(
            "(?:^|[.,] )(?:so |and )?(?:" + ALLOWED + "|happy|cool) (?:with you )?(?!if "
                    + I_DO + "(?!" + JUST + DEED
                    + "|(?:ask|talk|go through|do (?:the|your))(?![\\p{L}'])))(?!with |to answer)" + TO_IT
                    + "(?!.* (?:does (?:it|that|this)|do you|is (?:it|that)|tell me|let me know|what|how|where)(?![\\p{L}']))");
    /** A question of its own, after what the student intends. */
    private static final String SO_FINE =
            "(?:and |so )?(?:(?:is|would|does|do) (?:that|this|it|all of that|all that) (?:be |sound |all sound )?(?:all )?"
                    + FINE + "(?: with you| for you| by you)?(?: today| now| to you)?|(?:are you |you )(?:" + FINE
                    + "|happy|comfortable) with (?:that|this|all that|all of that)|(?:that ok|that okay|sound good|sound ok|sound okay)(?: with you)?)(?: ?[.,]|$)";

    private static final String INTENT =
            "(?:^|[ .,])(?:i'd|i would|i'm going|i am going|i'm gonna|i'll|i will|i want|i need|i was hoping|i was wondering"
                    + "|i'm hoping|we'll|we will|we are going|we're going|let me|let's|i have to|i'm here to|i am here to|my plan is|the plan is|i may|i might"
                    + "|i'd love|going to|can i|could i|may i|can we|could we|shall we|i plan)(?![\\p{L}'])";
    private static final String INTENDS = INTENT
            + "(?: (?:like|want|need|just|to|now|also|then|quickly)(?![\\p{L}']))*+ (?!know|come|see (?:what|how|if|that))";
    private static final Pattern INTENDS_SO_FINE = Pattern.compile(
            INTENDS + "(?:[^.]*[.,] " + SO_FINE + "|.*\\. " + SO_FINE + "|[^.]*, " + ALLOWED + " ?\\.?$)");
    /** Without a question mark, "good" after the end of a sentence praises an answer. */
    private static final Pattern INTENDS_FINE = Pattern.compile(INTENDS + ".*[.,] " + FINE + "(?: with you)? ?\\.?$");

    private static final Pattern ONLY_SO_FINE = Pattern.compile(
            "^(?:so |and |um )?(?:is|would) (?:that|this|it) (?:be )?" + FINE + "(?: with you| for you)? ?\\.?$");

    private static final Pattern MIND =
            Pattern.compile("(?:^|[ .,])(?:do|would) you (?:really )?mind (?:, )?(?:if " + I_DO
                    + "|(?:me|us) \\p{L}+ing (?!know)(?<!(?:asking|saying|calling|telling) )|answering|talking|chatting|speaking|having a (?:chat|talk|quick chat|look)"
                    + "|a (?:few|couple of) questions|a chat|being (?:examined|touched|asked|seen|recorded))");
    private static final Pattern MAY_I =
            Pattern.compile("(?:^|[ .,])(?<!(?:how|what|where|when|why) )(?:may|can|could|might|shall) (?:i|we) " + JUST
                    + DEED + "(?![\\p{L}'])");
    private static final Pattern PERMISSION = Pattern.compile(
            "(?:^|[ .,])(?:(?:do|can|could|may|might) (?:i|we) (?:please )?(?:have|get|ask for|ask) your (?:\\p{L}+ )?(?:consent|permission|agreement|okay|ok)"
                    + "|do you (?:\\p{L}+ )?(?:give (?:me |us )?(?:your )?(?:\\p{L}+ )?(?:consent|permission)|consent|agree)(?: to|(?: with that| with this| to that)?(?:$| [.,]))"
                    + "|with your (?:permission|consent|agreement)|(?:i|we) (?:just |would |also |first |do )*(?:need|want|like|have) (?:to )?(?:get |ask for |ask |obtain |have )?(?:you for )?your (?:\\p{L}+ )?(?:consent|permission|agreement)(?! form)"
                    + "|(?:if|as long as|so long as|provided) you (?:give (?:me |us )?(?:your )?(?:consent|permission)|agree|consent)(?![\\p{L}'])"
                    + "|(?:will|would|could|can) you (?:let|allow) me (?:to )?(?!know|see your|have your)|are you (?:willing|prepared) to (?:be (?:examined|asked|seen)|let (?:me|us)|answer|talk to (?:me|us)))");
    private static final String PROVIDED =
            "(?<!(?:see|check|know|knew|wonder|ask|asked|say|sure|me) )(?:if|as long as|provided|so long as) ";
    private static final Pattern IF_FINE = Pattern.compile("(?:^|[ .,])(?:" + PROVIDED
            + "(?:that's|that is|that'd be|that would be|it's|it is|this is) (?:all )?" + FINE
            + "(?: (?:with|by|for) you(?! (?:to|when|at|in) )|(?= ?[.,]|$| (?:can|could|may) (?:i|we) | (?:i|we)(?:'d|'ll| would| will) ))|"
            + PROVIDED
            + "(?:you're|you are) (?:ok|okay|happy|alright|all right|fine|comfortable) " + TO_IT
            + "|if i may (?:examine|have a look))");
    /** "If you don't mind" alone is said with questions too. */
    private static final Pattern IF_NOT_MIND = Pattern.compile(
            INTENT + "[^.]* if you (?:don't|do not) mind(?! (?:me|my) )|if you (?:don't|do not) mind (?:, )?"
                    + "(?:i'd|i would|i'll|i will|can i|could i|may i)(?![\\p{L}'])");
    /** What happened before, or to others, and requests of the patient, ask for nothing now. */
    private static final Pattern PAST =
            Pattern.compile("(?:^|[.,] )(?:did|have|had|has|when|where|why|how)(?![\\p{L}']) (?!about)[^.,]*$");

    private Consent() {}

    /** Whether a line that asks for agreement asks for a deed of the body. */
    static boolean isToTouch(Said said) {
        return Touching.isIn(requested(said));
    }

    private static String requested(Said said) {
        return NO_REQUEST.matcher(said.words()).replaceAll("know ");
    }

    static boolean in(Said said) {
        String words = requested(said);
        return Stream.of(
                                IS_IT_FINE,
                                FINE_IF,
                                SHORT_FINE_IF,
                                MIND,
                                MAY_I,
                                IF_FINE,
                                IF_NOT_MIND,
                                ONLY_SO_FINE,
                                INTENDS_SO_FINE)
                        .anyMatch(pattern -> pattern.matcher(words).find())
                || said.asks() && INTENDS_FINE.matcher(words).find()
                || said.matches(PERMISSION) && !said.matches(PAST);
    }
}
