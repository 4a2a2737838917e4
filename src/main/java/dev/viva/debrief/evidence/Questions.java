package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Restarts;
import dev.viva.model.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tells by its form how a line of the student asks. Marks are not needed, since speech recognition often leaves them
 * out. The rules are for English.
 */
public final class Questions {
    private static final String FILLER =
            "^(?:(?:and|so|but|okay|ok|right|er|erm|um|uh|ah|oh|well|then|now|yes|yeah|please|just|also|great|good|fine"
                    + "|lovely|thanks|thank you|sorry|excuse me|alright|mm|hm|hmm|hi|hello|good morning|morning|first|actually|roughly) )*";
    private static final String AUXILIARY =
            "(?:do|does|did|have|has|had|are|is|was|were|am|can|could|will|would|should|may|might|must|shall)";
    private static final String SUBJECT =
            "(?:i|you|he|she|it|we|they|there|that|this|these|those|your|the|anyone|anybody|anything|someone|somebody|any|all)";

    private static final Pattern DATUM = Pattern.compile(FILLER
            + "(?:(?:from|on|in|at|to|for|since|by|about) )?(?:"
            + "how (?:old|many|much|long|often|far|tall|heavy|soon|quick|quickly|fast|bad|strong|severe|big|high|late|early|recently|intense|loud|do you (?:say|spell))\\b"
            + "|when (?:did|do|does|was|were|is|are|will|have|has|you were|exactly|about|roughly)\\b|when$|what (?:time|day|date|year|age|number|side|colour|color|score|dose|size|strength|means|does .* mean)\\b"
            + "|what (?:is|was) (?:your|the) (?:full |first |last |sur|date of |home |current )*(?:name|birth|job|age|address|occupation|weight|height|work|number|dose|birthday)\\b"
            + "|what (?:do|did) you (?:do for (?:a living|work|your)|weigh)\\b"
            + "|what (?:would|should|can|may|shall|do) (?:you like me to|i|people|you like to be|you want me to|you prefer to be) (?:call|be called|called)\\b"
            + "|which (?:side|day|floor|leg|knee|arm|hand|way|one|year|month|foot|shoulder|ear|eye|week|hip|date)\\b"
            + "|(?:last time )?who\\b|where (?:do you (?:live|work)|were you born)\\b)");
    private static final Pattern SCALE = Pattern.compile(
            "\\b(?:scale (?:of|from)|out of (?:ten|10)|(?:zero|0|one|1|nought) to (?:ten|10)|(?:give|put) (?:it|that|the pain|me) a (?:number|score)|remind me (?:when|how)|(?:right|left) or (?:right|left))\\b");
    private static final Pattern TOLD_DATUM = Pattern.compile(
            "\\btell me (?:please )?(?:when|how (?:old|many|much|long|often|far|tall|heavy|soon|bad|strong|severe)|(?:what (?:is )?)?(?:your|the) (?:full |first |last )*(?:name|age|date|address|job|weight|height))\\b");
    private static final Pattern TELL = Pattern.compile(
            FILLER
                    + "(?:.*\\b)?(?:(?:can|could|would|will) you (?:please |maybe |just |perhaps )*)?(?:tell me (?:(?:a )?(?:bit |little |little bit )?(?:more )?)?(?:about|what|how|why|where|in|everything|more|please|the|your)"
                    + "|describe\\b|explain (?:me|to me|what|how)|talk me through|walk me through|take me through|run me through|paint me|help me understand|give me (?:an|one)\\b|name (?:me )?one\\b|point to\\b|put your (?:hand|finger) where|show (?:me|with)|like to hear (?:about|more|the|your)|(?:please )?say more)");
    private static final String OPEN_WORD =
            "(?:what|how|why|where|whereabouts|which)\\b(?! (?:to|(?:i|we) (?:have|found|think|would|will|am|want|mean|suggest|recommend)|(?:much|hard|difficult) (?:it|this|that) )\\b)";
    private static final Pattern OPEN = Pattern.compile(FILLER + "(?:.{0,60}\\b)?" + OPEN_WORD);
    /** What turns verb and subject asks, wherever it stands. */
    private static final String TURNED = "(?:how(?= (?:is|are|was|were|do|does|did)\\b)|(?:what|how|why|where)(?= "
            + AUXILIARY + " " + SUBJECT + "\\b))";
    /** In a sentence that ends with a full stop: who explains says "the scan shows which one is torn". */
    private static final Pattern STATED_OPEN = Pattern.compile(FILLER
            + "(?:(?:from|on|in|at|to|for|since|by|about|with|of) )?" + OPEN_WORD
            + "|\\b(?:(?:tell|show|remind) (?:me|us)|explain|describe|ask|wonder(?:ing)?|(?:you|to) (?:know|remember|say|hear|understand|think))"
            + " (?:(?:please|exactly|again|about|more) )*" + OPEN_WORD
            + "|\\b" + TURNED);
    /** What follows "the scan shows". */
    private static final Pattern DEPENDS =
            Pattern.compile("^(?:(?:and|but|or) )?(?!" + TURNED + ")(?:what|how|why|where|whereabouts|which)\\b");

    private static final Pattern STATED = Pattern.compile("[.!\u2026][\"')\u201d\u2019]*$");
    private static final Pattern ENDED = Pattern.compile("[?!]$|(?<!\\.)\\.$");
    /** "Do the exercises twice a day", "have your leg up". */
    private static final Pattern DO_IT =
            Pattern.compile(FILLER + "(?:do|have) (?:the|these|those|your|this|that|it|them)\\b");

    private static final Pattern CLOSED = Pattern.compile(FILLER
            + "(?:does|did|is|are|was|were|has|had|would|could|can|will|should|do (?!the|it|that|this|a|your|not)|have (?!a|this|the|some|your)) ?\\w+ .*|"
            + "(?<!\\b(?:will|to|can|would|should|must|shall|could|i|we) )\\b" + AUXILIARY + " (?:not )?" + SUBJECT
            + "\\b(?<!have this)");
    private static final Pattern ANY =
            Pattern.compile(FILLER + "(?:ever |if )?(?:any|anything|anyone|anybody|something)\\b");
    private static final Pattern TAG = Pattern.compile(
            "(?:^|.* )(?:is|are|have|has|does|do|did|was|were|will|would|can|could)(?: not)? (?:it|you|he|she|they|there|that|this|we)(?: not)?(?: then)?$");
    private static final Pattern STATES = Pattern.compile(
            FILLER
                    + "(?:(?:after|before|in|at|on) (?:(?:the|your|this) \\w+ )?)?(?:you|it|that|this|he|she|they|there|somebody|someone|your \\w+|the \\w+(?: in the \\w+)?) (?:\\w+ )?(?:is|are|was|were|have|has|had|do|does|did|will|would|can|could|go|goes|get|take|walked|ate|had|smoke|drink|feel|work|live|came|said|told|started|continue|measure|were)\\b");
    private static final Pattern DENIES = Pattern.compile(FILLER
            + "(?:(?:no|not|never|nothing|none|nobody)\\b(?! (?:no|necessarily|at all$|really$|of course))|(?:you|it|that|there|he|she|they|your \\w+|the \\w+) "
            + AUXILIARY + " (?:not|never|no)\\b)");
    private static final String AGREE =
            "\\bi (?:suppose|guess|assume|take it|bet|presume)\\b|\\bright then\\b|.\\bthen$|.\\b(?:right|yes|correct|yeah)$";
    private static final Pattern SUPPOSES =
            Pattern.compile("(?:" + AGREE + "|\\bprobably\\b|\\bobviously\\b|\\bsurely\\b|\\bit can not be\\b)");
    /** At the end, as a tag does: "no pain, I suppose". */
    private static final Pattern WAITS = Pattern.compile("(?!" + FILLER + "no (?:no )*i )^.*(?:" + AGREE + ")");

    private static final Pattern CONCLUDES = Pattern.compile(
            "^(?:(?:and|but|okay|ok|right|er|erm|um|well|yes|yeah|hi|hello|morning|good morning|mrs? \\w+|ms \\w+) )*so (?:you|it|that is|that|your|the|there|this|he|she) ");
    private static final String ITEM = "(?:thing|question|part|step|test|check|section|bit|topic|exercise|option)s?\\b";
    private static final String STAGE = FILLER
            + "(?:the (?:next|first|last) (?:few |two |three )?" + ITEM + "%s"
            + "|that is (?:all|everything|the end)(?:(?: right)?$| (?:my|from me|for (?:now|me|today)|i|we|then|of my)\\b))";
    /** Says where the conversation stands: "so the next thing is your knee", "that's all my questions", "so there are two parts". */
    private static final Pattern SIGNPOST = Pattern.compile(STAGE.formatted("")
            + "|\\bso (?:this (?:(?:is|will be) (?:the (?:\\w+ )?" + ITEM + "|what|how|where|my|our|just|it|all"
            + "|a (?:\\w+ )?(?:test|check|question|scan|sheet|leaflet|plan))|will|may|might|should|test|part|one)"
            + "|there (?:is|are|will be) (?:nothing to\\b|(?:some|several|a (?:few|couple of|number of|lot of)|one (?:more|last)|two|three|four)"
            + " (?:\\w+ )?" + ITEM + "))");
    /** What of it has the form of a question: "the last thing is your knee", "this is the last test". */
    private static final Pattern POINTS = Pattern.compile(STAGE.formatted(" (?:\\w+ )?(?:is|are)\\b") + "|" + FILLER
            + "(?:this|there) (?:is|are)\\b(?! (?:any|some))");

    private static final Pattern CHECKS = Pattern.compile(
            "\\b(?:have i (?:got|understood|missed)|is (?:that|this|it) (?:right|correct|okay|ok|all right|alright)|correct|did i get|let me (?:sum|check|see if)|to sum|i repeat|left out)\\b");
    private static final Pattern NOT_ASKED = Pattern.compile(
            FILLER
                    + "(?:i (?!may\\b|can (?:make|ask|look|talk|speak|check|count)\\b|could\\b)|i$|we (?:are|will|can|should|make|need)|let me|let us|it must be|that must|you must be|that sounds|this sounds|it sounds|sounds|you (?:should|need|had better|would better|will need|will have|can (?:also|always|take|try))|please come|come back|from what|because|to be|just to|not necessarily|if (?:it|the|you|any|there))");
    /** Reassures, or says what the student thinks: "no, I understand", "never mind", "it won't hurt", "it's probably a sprain". */
    private static final Pattern TELLS = Pattern.compile(
            FILLER
                    + "(?:no (?:no )*(?:i|you|it|that|this|we|he|she|they|there|do not|let|please|thank|thanks|sorry|of course|not|absolutely)\\b"
                    + "|no (?:telling off|rush|hurry|wonder|offence|bother|harm|doubt|matter|shame|judgement|worries|problem|need|trouble at all)\\b"
                    + "|never (?:mind|worry|fear)\\b|nothing (?:to (?:worry|be|fear|apologise|do)|will|you (?:say|tell|told)|suggests|looks|is (?:broken|torn|wrong))\\b"
                    + "|(?:nobody|no one) (?:will|would|can|should|has to|minds|blames|thinks|is (?:cross|angry|judging|blaming|going))\\b"
                    + "|not (?:without|to worry|a problem|a bother|at all|everyone|everybody|yet|until|unusual|silly|stupid)\\b"
                    + "|(?:it|that|this) will not (?:hurt|take|be|do|harm|last|happen|cost)\\b|you will not (?:feel|need|have|be|get|lose)\\b"
                    + "|it can not (?:be|have been) (?:\\w+ )?(?:easy|nice|fun|pleasant|comfortable)\\b|that "
                    + AUXILIARY
                    + " (?:not|never) (?:be|been|sound|mean|matter|look|make|surprise|a |silly|unusual|easy|nice|fair)"
                    + "|it (?:should not|is not going to) (?:hurt|take|be)\\b|you have not done\\b"
                    + "|it does not (?:sound|matter|mean|surprise|have to|look)\\b"
                    + "|it is not (?:your fault|a (?:problem|test)|unusual|uncommon|silly|stupid|easy|nice|fair|too late|serious|dangerous|broken|torn)\\b"
                    + "|you do not (?:have to|need to|sound|look|seem)\\b|you are not (?:in (?:any )?trouble|alone|wasting|bothering|to blame|silly|stupid|the only"
                    + "|a (?:bother|burden|nuisance)|being (?:silly|stupid|difficult|a))\\b|there is (?:not (?:any )?|no |nothing )(?:rush|hurry|need(?=$| to (?:worry|rush|hurry|be|do|apologi[sz]e|undress|take|tell|answer)\\b)|reason|danger|to (?:worry|be|fear|do))\\b"
                    + "|no .* i promise$|(?:it|that|this|they|we|i|there)(?: (?:is|was|are|am|will|would|could|might|may))?(?: be)? (?:probably|obviously|surely)\\b)");

    private static final String VERY =
            "(?:(?:really|very|so|such|quite|all|just|both|a|an|most|always|completely|incredibly|no) )*";
    /** Praise and empathy: "that is really helpful", "you have been very brave", "you are no trouble". */
    private static final Pattern PRAISES = Pattern.compile(FILLER
            + "(?:(?:that|this) (?:is|was|has been|can not (?:be|have been)) " + VERY
            + "(?:helpful|useful|great|lovely|brilliant|perfect|wonderful|excellent|clear|kind|brave|honest|fair|important"
            + "|understandable|natural|hard|tough|awful|horrible|rough|rotten|miserable|sad|lonely|frightening|scary|frustrating"
            + "|exhausting|wearing|upsetting|stressful|unsettling|heavy|lot|shame|pity|pressure)\\b"
            + "|(?:it|that|this) is " + VERY + "(?:helpful|useful|great|good|fine|kind|brave|clear|hard|understandable)"
            + "(?: (?:to (?:know|hear)|of you|that you|for you|when you|thank|thanks)\\b|$)"
            + "|(?:it|that|this) must (?:be|have been|feel|have felt|have given)\\b"
            + "|you (?:have been|are being|are|were) " + VERY + "(?:helpful|clear|kind|brave|patient|honest|allowed"
            + "|trouble|bother|nuisance|burden)\\b"
            + "|you (?:have done|are doing|did|have coped|are coping) " + VERY
            + "(?:well|great|brilliantly|fine|lot)\\b"
            + "|you have (?:had |been |done |given |lost |carried |managed |coped ).*\\b(?:so much|a great deal|(?:a lot|enough) (?:to"
            + " (?:deal|cope|carry|bear|put)|on your)|on your own|alone)\\b"
            + "|you must (?:have|feel)\\b|you are not(?: at all| (?:disturbing|keeping) .*)?$)");

    private static final Pattern ORDER = Pattern.compile(
            FILLER
                    + "(?:.*\\b)?(?:can|could|would|will) you (?:please |just |now |maybe )*(?:bend|lift|raise|stand|sit|lie|turn|push|pull|press|squeeze|hold|put|take|move|walk|look|open|close|breathe|cough|relax|straighten|roll|point|follow|touch|resist|step|hop|squat|swallow|try|let|keep|pop|slip|hop)\\b");
    private static final Pattern ASIDE = Pattern.compile(
            "^(?:(?:and|or) )?(?:(?:can|could|would|will) you (?:please )?(?:show|tell|describe|explain|point|say)(?: (?:me|it|that|to me|for me|please|us))*|what do you think|do you think|would you say|do you mean|is that|what about|can you|could you)$");
    private static final Pattern INCOMPLETE = Pattern.compile(
            ".*\\b(?:have|had|has|take|taken|taking|get|got|getting|feel|felt|notice|noticed|there|been|bring|bringing|use|used|tried|try|eaten|seen|do|did|of|with|for|to|about|on|in|from|at|a|the|know|think|say|sure|me|if|is|was|it|you|any)$");
    private static final Pattern ADDS = Pattern.compile("^(?:and|also|plus) ");
    private static final int LISTED = 3;
    private static final int MAX_NAMED = 4;
    private static final int MAX_STATED = 14;
    private static final int MAX_SHORTENED = 9;
    /** "Ever been a smoker", "been poorly". */
    private static final Pattern SHORTENED =
            Pattern.compile(FILLER + "(?:ever|been|got|still|used to|feeling|eating|sleeping|had) \\w+");
    /** "Woozy at all", "calf swollen since". */
    private static final Pattern ENDS = Pattern.compile(
            "\\b(?:at all|okay|ok|normal|since|so far|too|lately|recently|these days|though|either)\\b");

    /** How a line of the student asks. */
    public enum Kind {
        /** It asks nothing. */
        NONE,
        /** It invites the patient to tell in their own words. */
        OPEN,
        /** It asks for yes or no, or for one datum. */
        CLOSED,
        /** It suggests its answer. */
        LEADING,
        /** It asks for several things at once. */
        STACKED
    }

    private Questions() {}

    /** How a line asks. */
    public static Kind kind(Line line) {
        Phase phase =
                line.turn().phase() == null ? Phase.SUBJECTIVE : line.turn().phase();
        List<Kind> kinds = new ArrayList<>();
        List<Passage> sentences = finished(line.sentences());
        int summary = Integer.MAX_VALUE;
        for (Passage sentence : sentences) {
            if (summary < kinds.size() && CHECKS.matcher(sentence.plain()).find()) {
                kinds.subList(summary, kinds.size()).removeIf(kind -> kind == Kind.LEADING);
            }
            if (!isMarked(sentence) && CONCLUDES.matcher(sentence.plain()).find()) {
                summary = Math.min(summary, kinds.size());
            }
            ofSentence(line, sentence, phase).stream()
                    .filter(kind -> kind != Kind.NONE)
                    .forEach(kinds::add);
        }
        if (kinds.isEmpty() && phase == Phase.SUBJECTIVE) {
            sentences.stream().filter(Questions::states).forEach(statement -> kinds.add(Kind.CLOSED));
        }
        if (kinds.isEmpty()) {
            return Kind.NONE;
        }
        return kinds.size() > 1 ? Kind.STACKED : kinds.getFirst();
    }

    private static boolean isMarked(Passage sentence) {
        return sentence.text().endsWith("?");
    }

    private static List<Kind> ofSentence(Line line, Passage sentence, Phase phase) {
        String words = sentence.plain();
        boolean marked = isMarked(sentence);
        boolean stated = STATED.matcher(sentence.text()).find();
        if (!marked && orders(words, stated, phase)) {
            return List.of(Kind.NONE);
        }
        if (!CHECKS.matcher(words).find()) {
            if (suggests(words, phase, marked)) {
                return List.of(several(words) ? Kind.STACKED : Kind.LEADING);
            }
        } else {
            return List.of(Kind.CLOSED);
        }
        List<Kind> kinds = new ArrayList<>();
        List<String> clauses = clauses(line, sentence, stated);
        if (SCALE.matcher(words).find() && clauses.size() <= 2) {
            return List.of(Kind.CLOSED);
        }
        for (String clause : clauses) {
            Kind kind = ofClause(clause, stated);
            if (kind != Kind.NONE) {
                kinds.add(several(clause) ? Kind.STACKED : kind);
            }
        }
        boolean explains = stated && OPEN.matcher(words).find();
        if (kinds.isEmpty() && !explains) {
            kinds.add(unmarked(words, marked, phase));
        }
        return kinds;
    }

    private static boolean orders(String words, boolean stated, Phase phase) {
        return phase == Phase.OBJECTIVE && ORDER.matcher(words).find()
                || (stated || phase == Phase.TREATMENT_PLAN)
                        && DO_IT.matcher(words).find();
    }

    /** A statement to which the patient may only agree. In the plan the student explains. */
    private static boolean suggests(String words, Phase phase, boolean marked) {
        if (NOT_ASKED.matcher(words).find() || !marked && tells(words) || asksFirst(words)) {
            return CONCLUDES.matcher(words).find()
                    && !OPEN.matcher(words).find()
                    && TAG.matcher(words).matches();
        }
        if (TAG.matcher(words).matches() && STATES.matcher(words).find()) {
            return true;
        }
        if (phase == Phase.TREATMENT_PLAN) {
            return marked && CONCLUDES.matcher(words).find();
        }
        return (marked || phase == Phase.SUBJECTIVE) && DENIES.matcher(words).find()
                || concludes(words, phase, marked)
                || SUPPOSES.matcher(words).find()
                        && (words.split(" ", -1).length > 2
                                || STATES.matcher(words).find())
                        && !words.startsWith("thank");
    }

    /** Who examines says what they see and do; only a mark asks whether the patient agrees. */
    private static boolean concludes(String words, Phase phase, boolean marked) {
        return CONCLUDES.matcher(words).find()
                && (marked
                        || phase == Phase.SUBJECTIVE && !SIGNPOST.matcher(words).find());
    }

    private static boolean tells(String words) {
        return (TELLS.matcher(words).find() || PRAISES.matcher(words).find())
                && !TAG.matcher(words).matches()
                && !WAITS.matcher(words).find();
    }

    private static boolean asksFirst(String words) {
        return CLOSED.matcher(words).find()
                        && !TAG.matcher(words).matches()
                        && !CONCLUDES.matcher(words).find()
                || OPEN.matcher(words).find()
                || TELL.matcher(words).find();
    }

    private static Kind ofClause(String words, boolean stated) {
        var open = (stated ? STATED_OPEN : OPEN).matcher(words);
        boolean isOpen = open.find();
        if ((NOT_ASKED.matcher(words).find() || tells(words) && !isOpen)
                && !CLOSED.matcher(words).find()) {
            return Kind.NONE;
        }
        if (SCALE.matcher(words).find() || TOLD_DATUM.matcher(words).find()) {
            return Kind.CLOSED;
        }
        if (TELL.matcher(words).find()) {
            return Kind.OPEN;
        }
        if (DATUM.matcher(words).find()) {
            return Kind.CLOSED;
        }
        var closed = CLOSED.matcher(words);
        if (closed.find() && !(isOpen && open.end() <= closed.start() + 1)) {
            return Kind.CLOSED;
        }
        if (isOpen) {
            return Kind.OPEN;
        }
        return ANY.matcher(words).find() ? Kind.CLOSED : Kind.NONE;
    }

    /**
     * Whether a sentence may ask by what it states, as some do in a second language: "you have pain at night". Beside a
     * question in the same line it only says something.
     */
    private static boolean states(Passage sentence) {
        String words = sentence.plain();
        return sentence.words().size() <= MAX_STATED
                && STATES.matcher(words).find()
                && !NOT_ASKED.matcher(words).find()
                && !tells(words)
                && (isMarked(sentence) || !SIGNPOST.matcher(words).find())
                && !(STATED.matcher(sentence.text()).find()
                        && OPEN.matcher(words).find());
    }

    /** Some ask without the form of a question, by one word. */
    private static Kind unmarked(String words, boolean marked, Phase phase) {
        if (marked) {
            return Kind.CLOSED;
        }
        if (phase != Phase.SUBJECTIVE || NOT_ASKED.matcher(words).find() || tells(words)) {
            return Kind.NONE;
        }
        List<String> list = List.of(words.split(" ", -1));
        Set<String> named =
                Concepts.names(list, Concepts.Kind.SYMPTOM, Concepts.Kind.CONDITION, Concepts.Kind.MEDICINE);
        boolean names = list.size() <= MAX_NAMED && !named.isEmpty();
        boolean shortened =
                list.size() <= MAX_SHORTENED && SHORTENED.matcher(words).find()
                        || list.size() <= MAX_SHORTENED
                                && !named.isEmpty()
                                && ENDS.matcher(words).find();
        return names || shortened ? Kind.CLOSED : Kind.NONE;
    }

    /** Whether a clause lists several things without "or": each is a question. */
    private static boolean several(String words) {
        if (words.contains(" or ") || !words.contains("any ") && !words.matches("(?:.* )?no \\w+.* no \\w+.*")) {
            return false;
        }
        List<String> list =
                List.of(words.substring(Math.max(0, words.indexOf("any "))).split(" ", -1));
        return Concepts.names(
                                list,
                                Concepts.Kind.SYMPTOM,
                                Concepts.Kind.CONDITION,
                                Concepts.Kind.MEDICINE,
                                Concepts.Kind.RELATIVE)
                        .size()
                >= LISTED;
    }

    /** Without the sentences that break off and begin anew: "How long… how long has it been?" */
    private static List<Passage> finished(List<Passage> all) {
        return IntStream.range(0, all.size())
                .filter(i -> i + 1 == all.size()
                        || ENDED.matcher(all.get(i).text()).find()
                        || !Restarts.begin(all.get(i).plain(), all.get(i + 1).plain()))
                .mapToObj(all::get)
                .toList();
    }

    /** The clauses, those that only continue another joined to it. */
    private static List<String> clauses(Line line, Passage sentence, boolean stated) {
        List<String> joined = new ArrayList<>();
        for (Passage part : line.clauses(sentence)) {
            String clause = isMarked(sentence)
                    ? part.plain()
                    : POINTS.matcher(part.plain()).replaceFirst("").strip();
            boolean continues = !joined.isEmpty()
                    && (clause.startsWith("or ")
                            || !ADDS.matcher(clause).find() && Restarts.begin(joined.getLast(), clause)
                            || ASIDE.matcher(clause).matches()
                            || ASIDE.matcher(joined.getLast()).matches()
                            || !ADDS.matcher(clause).find()
                                    && INCOMPLETE.matcher(joined.getLast()).matches()
                            || stated && DEPENDS.matcher(clause).find()
                            || ofClause(clause, stated) == Kind.NONE);
            joined.add(continues ? joined.removeLast() + " " + clause : clause);
        }
        return joined;
    }
}
