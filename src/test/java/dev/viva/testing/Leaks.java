package dev.viva.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Finds secrets in a log: keys, tokens, grants, SDP, transcript text. */
public final class Leaks {
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}"),
            Pattern.compile("\\bsk-[A-Za-z0-9_-]{4,}"),
            Pattern.compile("\\b(ek|rtk)_[A-Za-z0-9_-]{8,}"),
            Pattern.compile("key-of-the-simulator-in-tests"),
            Pattern.compile("\\ba=(rtpmap|ice-pwd|ice-ufrag|fingerprint|candidate|sctp-port):"),
            Pattern.compile("\\bo=- \\d+ \\d+ IN IP4"),
            Pattern.compile("Case reference:"),
            Pattern.compile("(?i)bearer [A-Za-z0-9_-]{8,}"));

    private final List<String> texts;

    /** @param texts transcript texts, each long enough to be unmistakable */
    public Leaks(Collection<String> texts) {
        this.texts = List.copyOf(texts);
    }

    /** The log lines with a leak, each with its kind. */
    public List<String> in(Iterable<String> log) {
        var found = new ArrayList<String>();
        for (String line : log) {
            SECRETS.stream()
                    .filter(secret -> secret.matcher(line).find())
                    .forEach(secret -> found.add(secret.pattern() + " in: " + line));
            texts.stream().filter(line::contains).forEach(text -> found.add("transcript text in: " + line));
        }
        return found;
    }
}
