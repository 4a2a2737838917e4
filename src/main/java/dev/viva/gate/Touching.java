package dev.viva.gate;

import java.util.regex.Pattern;

/**
 * Whether a student who asks for agreement asks to examine the patient. Only what the student asks to do counts: "before
 * the examination, is it okay if I ask some questions?" asks to talk.
 */
final class Touching {
    private static final String END = "(?![\\p{L}'])";
    /** Comes before a deed that is asked for or announced. */
    private static final String ASKED =
            "(?<![\\p{L}'])(?:(?:if|may|can|could|might|shall|while|when) (?:i|we)|(?:for|mind|let|with|allow) (?:me|us)(?: to)?|let's"
                    + "|(?:i|we)(?:'d|'ll|'m|'re| would| will| am| are)(?: (?:like|love|want|need|here|hoping|going|gonna)(?: to)?)?"
                    + "|(?:here|come|asked|asked me|plan is|like|love|want|need|have|going|hoping|planning|consent|permission|agreement|agree|happy"
                    + "|ok|okay|fine|alright|right|comfortable|content|willing|mind) to)"
                    + "(?: (?:please|just|now|also|then|first|quickly|quick|briefly|gently|carefully|maybe|perhaps|possibly|later|might|may|could"
                    + "|(?:were|was|like|have|able|want|need|try|go on) to|be|go ahead and|(?:start|begin) by)(?= ))*+ ";
    /** What is a deed of the body with whatever follows. */
    private static final String PLAIN =
            "(?:examin|palpat|inspect|assess|auscultat|uncover|expos|undress|perform|treat|measur|observ)(?:e|ed|ing)?|carr(?:y|ied|ying) out"
                    + "|look(?:ed|ing)? (?:at|(?:you )?over)|listen(?:ed|ing)? to (?!(?:you|what|how|everything|all|any)"
                    + END + ")"
                    + "|check(?:ed|ing)? (?:you )?over"
                    + "|(?:have|had|having|take|took|taking) (?:a|another) (?:\\p{L}+ ){0,2}?(?:look|feel|listen)"
                    + "|(?:take|took|taking) (?:your|a|his|her|some) (?:blood|pulse|temperature|swab)"
                    + "|(?:do|did|doing) (?:a|an|some|the|a few|a couple of) (?:\\p{L}+ ){0,2}?(?:examination|exam|assessment|tests?|checks?|measurements?)"
                    + "|roll(?:ed|ing)? up|lift(?:ed|ing)? up";
    /** Words that are deeds of the body by what follows: "move your arm", but "how it hurts to move". */
    private static final String TOUCHES = "(?:touch|press|mov|feel|felt|test)(?:e|ed|ing)?";
    /** What a deed of any name is done to, and what consists of such deeds. */
    private static final String PART =
            "(?:knee|kneecap|shoulder|back|neck|hip|ankle|leg|arm|hand|wrist|elbow|finger|thumb|toe|chest|heart|lung|tummy|belly|stomach|abdomen"
                    + "|spine|head|face|forehead|eye|ear|nose|mouth|throat|tongue|jaw|thigh|calf|shin|heel|foot|feet|skin|rib|groin|joint|muscle|side|reflexe"
                    + "|movement|strength|balance|breathing|pulse|temperature|blood pressure|sleeve|shirt|top|jumper|trouser|trouser leg|sock|shoe|bandage"
                    + "|dressing|exam|examination|assessment)s?" + END;
    /** Deeds of talk, of writing and of the plan, and words that are none. */
    private static final String NO_DEED =
            "(?:(?:ask|talk|speak|spoke|chat|discuss|tell|told|say|said|explain|know|knew|hear|heard|understand|find|found|learn"
                    + "|go|went|run|note|write|wrote|writing|typ|jot|record|mak|made|interview|summari[sz]|clarif|confirm|repeat|wonder|spend|us|giv|gave"
                    + "|offer|suggest|recommend|refer|send|sent|prescrib|book|arrang|order|draw|show|teach|read|focus|concentrat|return|turn (?:back )?to|join|call|get|got|bring"
                    + "|stay|stick|think|hav|had|(?:put|throw) (?:\\p{L}+ ){0,3}questions?|(?:see|saw|check|checked|checking) (?:what|how|if|whether|that|with)"
                    + "|(?:start|begin|began|proceed|continu|carry on)(?![^.]{0,40}(?:exam|assess)))\\p{L}*"
                    + "|a|an|the|my|your|his|her|this|that|these|those|it|some|any|how|what|what's|when|where|why|which|who|whether|if|is|are|was|were|does|did"
                    + "|has|have|about|on|in|at|of|for|from|with|to|and|or|so|because|but|not|i|we|you|he|she|they|as|here|there|today|later|after|before)"
                    + END;

    private static final String BETWEEN =
            "(?:(?!(?:and|about|how|what|if|while|because|questions?|regarding)" + END + ")[\\p{L}\\p{N}'-]+ ){0,6}?";
    private static final Pattern DEED =
            Pattern.compile("(?<![\\p{L}'])be(?:ing)? (?:examined|touched)" + END + "|" + ASKED + "(?:(?:" + PLAIN + ")"
                    + END + "|" + TOUCHES + END + "|(?!" + NO_DEED + ")[\\p{L}'-]+ " + BETWEEN + PART + ")");
    /** "…and then have a look at your knee". */
    private static final Pattern SECOND_DEED = Pattern.compile(
            ASKED + "[^.]*?(?: ,| and| then| or)(?: (?:and|then|also|maybe|perhaps|possibly|after that|afterwards|later"
                    + "|finally|just|to|i|we|i'll|we'll|i'd like to)(?= ))*+ (?:(?:" + PLAIN + ")" + END + "|" + TOUCHES
                    + " (?:your|his|her|it|the|this|that|on|around|you|some)" + END
                    + "|(?:a|another) (?:\\p{L}+ ){0,2}?(?:look|feel|listen)" + END
                    + "|(?:look|feel|listen) (?:after|afterwards|later|too)" + END
                    + "|(?:bend|lift|rais|straighten|turn|put|plac|lay|push|pull|squeez|tap|check|listen)(?:e|ing)? "
                    + BETWEEN + PART
                    + ")");

    /** What the student is not about to do: "I'm not going to examine you yet", "I don't need to touch your knee". */
    private static final Pattern NOT_NOW = Pattern.compile(
            "(?<![\\p{L}'])(?<!why )(?:not|never|\\p{L}+n't|no need|without|instead of)(?: (?:yet|just|even|actually|really|quite|now|today|be))*+"
                    + " (?:gonna|(?:(?:going|about|here|need|needing|have|having|want|wanting|plan|planning|like|intend|intending|hoping|able) )?to"
                    + "|\\p{L}+ing)" + END
                    + "(?![^.,]* (?:hard|far|much|firmly|deeply)(?: |$))"
                    + "[^.,]*?(?= (?:but|until|unless|while|when|if|then|so|and(?! (?:examin|touch|press|mov|feel|test|check|look)\\p{L}*)"
                    + "|for (?:me|us)|to let|are|do|let's|i|i'd|i'll|i'm|we|we'll|can|could|may|shall|is|would|let)"
                    + END + "| ?[.,]|$)");

    private Touching() {}

    /** @param words what a line that asks for leave says */
    static boolean isIn(String words) {
        String asked = NOT_NOW.matcher(words).replaceAll("");
        return DEED.matcher(asked).find() || SECOND_DEED.matcher(asked).find();
    }
}
