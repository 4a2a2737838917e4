package dev.viva.gate;

import java.util.regex.Pattern;

/** Whether the student asks for the patient's agreement: to talk, to take notes, to be examined. */
final class Consent {
    private static final String FINE = "(?:ok|okay|o k|alright|all right|fine|cool|good|possible|acceptable)";
    /** What one asks leave for. */
    private static final String DEED =
            "(?:examine|assess|touch|feel|palpate|press|move|test|measure|inspect|look at|look over|listen to|check over|observe"
                    + "|have (?:a|another|a quick|a little|a closer|a brief) (?:look|feel|chat|talk|listen|conversation|word)"
                    + "|take (?:a|another|a quick|a closer) (?:look|feel|listen)"
                    + "|take (?:a |some |a few |down some )?(?:notes|note|history)|make (?:some |a few )?notes|write (?:things|this|that|it|some things|a few things) down"
                    + "|take (?:your|a|his|her) (?:blood pressure|pulse|temperature|history|medical history)|check your (?:blood pressure|pulse|knee"
                    + "|shoulder|back|neck|hip|ankle|leg|arm|foot|hand|movement|movements|reflexes|strength|balance|breathing|chest|heart)"
                    + "|perform|do (?:a|an|some|the|a few) (?:\\p{L}+ ){0,2}?(?:examination|exam|assessment|tests?|checks?|measurements?)"
                    + "|carry out|record (?:this|our|the|it)|talk (?:to|with) you|speak (?:to|with) you|chat (?:to|with) you"
                    + "|ask (?:you )?(?:a few|some|a couple of|a couple|several|a number of|a bunch of) (?:more |quick |personal |short )?(?:questions|things)"
                    + "|ask you (?:questions|about your|about the|about what|about this)|proceed|go ahead|continue|carry on"
                    + "|interview you|treat you|uncover|expose|roll up|lift up your)";

    private static final String JUST =
            "(?:just |please |maybe |perhaps |possibly |also |now |quickly |briefly |first )*";

    /** "Is it OK if I …", "would it be all right for me to …", "is that fine with you". */
    private static final Pattern IS_IT_FINE =
            Pattern.compile("(?:^|[ .,])(?:is|would|will|was|'s)? ?(?:it|that|this) ?(?:is|be|'s)? ?(?:still )?" + FINE
                    + " (?:, )?(?:with you|by you|for you|if i |if we |that i |if my |for me to |for us to|to " + JUST
                    + DEED + ")");

    private static final Pattern FINE_IF = Pattern.compile(
            "(?:^|[ .,])(?:you |you're |you are |are you )?(?:" + FINE + "|happy|comfortable|content|willing) (?:, )?"
                    + "(?:if (?:i|we)(?:'m|'d)?(?![\\p{L}'])|for me to|for us to|with me (?!now)|with us |with that (?:plan)?(?:$| [.,])|with this (?:$| [.,])"
                    + "|with being |being (?:examined|touched|asked)|to (?:have a (?:chat|talk)|talk to me|talk with me|chat|go ahead|proceed|continue"
                    + "|carry on|answer|be (?:examined|asked|seen|treated)|let me|take part|do (?:this|that) today|start|begin)(?![\\p{L}']))");
    /** A question of its own, after what the student intends. */
    private static final Pattern SO_FINE = Pattern.compile(
            "(?:^|[.,] )(?:and |so )?(?:is|would|does|do) (?:that|this|it|all of that|all that) (?:be |sound |all sound )?(?:all )?"
                    + FINE + "(?: with you| for you| by you)?(?: today| now| to you)?(?: ?[.,]|$)"
                    + "|(?:^|[.,] )(?:and |so )?(?:are you |you )(?:" + FINE
                    + "|happy|comfortable) with (?:that|this|all that|all of that)(?: ?[.,]|$)"
                    + "|(?:^|[.,] )(?:" + FINE
                    + "|that ok|that okay|sound good|sound ok|sound okay)(?: with you)? ?[.,]? ?$");

    private static final Pattern INTENT = Pattern.compile(
            "(?:^|[ .,])(?:i'd|i would|i'm going|i am going|i'm gonna|i'll|i will|i want|i need|i was hoping|i was wondering"
                    + "|i'm hoping|we'll|we will|we are going|we're going|let me|let's|i have to|i'm here to|i am here to|my plan is|the plan is|i may|i might"
                    + "|i'd love|going to|can i|could i|may i|can we|could we|shall we|i plan)(?![\\p{L}'])");
    private static final Pattern ONLY_SO_FINE = Pattern.compile(
            "^(?:so |and |um )?(?:is|would) (?:that|this|it) (?:be )?" + FINE + "(?: with you| for you)? ?\\.?$");

    private static final Pattern MIND = Pattern.compile(
            "(?:^|[ .,])(?:do|would) you (?:really )?mind (?:, )?(?:if (?:i|we) (?!ask )|if (?:i|we) ask (?:you )?(?:a few|some|a couple|several)"
                    + "|me (?!asking)|us |my |answering|talking|chatting|speaking|having a (?:chat|talk|quick chat|look)|being )");
    private static final Pattern MAY_I =
            Pattern.compile("(?:^|[ .,])(?:may|can|could|might|shall) (?:i|we) " + JUST + DEED + "(?![\\p{L}'])");
    private static final Pattern PERMISSION = Pattern.compile(
            "(?:^|[ .,])(?:(?:do|can|could|may|might) (?:i|we) (?:please )?(?:have|get|ask for|ask) your (?:\\p{L}+ )?(?:consent|permission|agreement|okay|ok)"
                    + "|do you (?:\\p{L}+ )?(?:give (?:me |us )?(?:your )?(?:\\p{L}+ )?(?:consent|permission)|consent|agree)(?: to| with that| with this| that|$| [.,])"
                    + "|with your (?:permission|consent|agreement)|(?:i|we) (?:just |would |also |first |do )*(?:need|want|like|have) (?:to )?(?:get |ask for |ask |obtain |have )?(?:you for )?your (?:\\p{L}+ )?(?:consent|permission|agreement)"
                    + "|(?:if|as long as|so long as|provided) you (?:give|agree|consent)"
                    + "|(?:will|would|could|can) you (?:let|allow) me(?: to)?|are you (?:willing|prepared) to (?:be|have|let|answer|talk)|you consent to)");
    private static final Pattern IF_FINE = Pattern.compile(
            "(?:^|[ .,])(?:(?:if|as long as|provided|so long as) (?:that's|that is|that'd be|that would be|it's|it is|this is) (?:all )?"
                    + FINE
                    + "|(?:if|as long as) you're (?:ok|okay|happy|alright|fine|comfortable) (?:with|for me|to)|(?:if|as long as) you are (?:ok|okay|happy|alright|fine|comfortable) (?:with|for me|to)"
                    + "|if you don't mind(?! (?:me|my) (?:asking|saying))|if you do not mind(?! (?:me|my) (?:asking|saying))|if i may (?:examine|have a look))");
    /** What happened before, or to others, and requests of the patient, ask for nothing now. */
    private static final Pattern PAST =
            Pattern.compile("(?:^|[.,] )(?:did|have|had|has|when|where|why|how)(?![\\p{L}']) (?!about)[^.,]*$");

    private Consent() {}

    static boolean in(Said said) {
        return said.matches(IS_IT_FINE)
                || said.matches(MIND)
                || said.matches(MAY_I)
                || said.matches(PERMISSION) && !said.matches(PAST)
                || said.matches(FINE_IF)
                || said.matches(IF_FINE)
                || said.matches(ONLY_SO_FINE)
                || said.matches(SO_FINE) && said.matches(INTENT);
    }
}
