package dev.viva.gate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which parts of the opening a line may contain, by its words alone. Most lines of an encounter contain none, and this
 * finds them in a microsecond; only the others are worth the time that the rules take.
 */
final class Hints {
    private static final Map<String, Integer> WORDS = new HashMap<>();

    static {
        put(Opening.GREETING, """
                hello hullo hi hiya hey howdy greetings morning afternoon evening day g'day meet see
                hola buenos buenas bonjour bonsoir salut guten grüß grüss hallo moin servus grüezi ciao buongiorno buon buonasera
                buona salve olá bom boa goedemorgen goedemiddag goedenavond goedendag hej god hyvää dzień dobry dobrý merhaba
                günaydın iyi selam salam salaam salām assalamu assalam assalaam assalām namaste xin""");
        put(Opening.NAME, "name name's names call calls i'm im am it's");
        put(
                Opening.ROLE,
                Introduction.ROLE_WORDS + " study studying training year physiotherapy nursing medical therapy rehab"
                        + " rehabilitation clinic hospital");
        put(Opening.CONSENT, """
                ok okay alright fine cool good possible acceptable happy comfortable content willing prepared mind consent permission
                agreement agree let allow all""");
        put(Opening.IDENTITY, """
                name surname names identity details birth birthdate birthday dob born speaking talking chatting mr mrs ms miss mx
                yours person patient""");
    }

    private static final Set<String> ASKING = Set.of("can", "could", "may", "might", "shall");
    private static final Set<String> BEFORE_NAME =
            Set.of("you", "be", "you're", "it", "that", "are", "to", "with", "called");
    private static final Set<String> WHO = Set.of("you", "i'm", "i");

    private Hints() {}

    private static void put(int part, String words) {
        for (String word : words.split("\\s+")) {
            WORDS.merge(word, part, (one, other) -> one | other);
        }
    }

    /** The parts of the opening that the line may contain. */
    static int of(String line) {
        int parts = 0;
        String before = "";
        boolean afterName = false;
        int length = line.length();
        for (int at = 0; at < length; ) {
            char first = line.charAt(at);
            if (!isOfWord(first)) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < length && isOfWord(line.charAt(end))) {
                end++;
            }
            String word = Said.straight(line.substring(at, end)).toLowerCase(Locale.ROOT);
            boolean joined = at > 0 && line.charAt(at - 1) == '-';
            at = end;
            if (Said.isHesitation(word)) {
                continue;
            }
            parts |= WORDS.getOrDefault(word, 0) | byNeighbour(before, word, first);
            if (afterName && word.equals("here")) { // Mia here; but not: does it hurt here
                parts |= Opening.NAME;
            }
            before = word;
            afterName = Character.isUpperCase(first) || joined && afterName; // Al-amin
        }
        return parts;
    }

    private static int byNeighbour(String before, String word, char first) {
        if (first >= '\u0370') { // a script without a list of words here
            return Opening.GREETING;
        }
        if ((word.equals("i") || word.equals("we")) && ASKING.contains(before)
                || word.equals("may") && before.equals("i")) { // if I may
            return Opening.CONSENT;
        }
        if (before.equals("who") && WHO.contains(word)) { // who you are
            return Opening.IDENTITY;
        }
        if (word.length() == 1 && before.length() == 1) {
            return bySpelling(before + word);
        }
        if (word.equals("do") && before.equals("you")) { // how do you do
            return Opening.GREETING;
        }
        if (word.equals("is") && before.equals("this")) { // this is Mia
            return Opening.NAME;
        }
        return Character.isUpperCase(first) && BEFORE_NAME.contains(before) ? Opening.IDENTITY : 0;
    }

    /** By the last two letters of an abbreviation that is spelled: D.O.B., O.K., G.P. */
    private static int bySpelling(String letters) {
        return switch (letters) {
            case "ob" -> Opening.IDENTITY;
            case "ok" -> Opening.CONSENT;
            case "gp", "ot", "pt" -> Opening.ROLE;
            default -> 0;
        };
    }

    private static boolean isOfWord(char c) {
        return Character.isLetter(c) || Said.isApostrophe(c);
    }
}
