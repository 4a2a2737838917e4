package dev.viva.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A curl request in the documentation.
 *
 * @param path without the host; a shell variable in it represents a segment
 * @param body the argument of {@code -d}, absent if it is a file
 */
record CurlSnippet(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String body) {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("((?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+)");
    private static final Pattern HOST = Pattern.compile("^(?:\\$VIVA|(?:http://)?localhost:8080)(?=/)");

    /** The fenced Markdown blocks in a language; the empty language means unmarked blocks. */
    static Stream<String> blocks(String markdown, String language) {
        return FENCE.matcher(markdown)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2));
    }

    /** The requests of a shell block, one command per line; a trailing backslash continues the line. */
    static Stream<CurlSnippet> in(String block) {
        return block.replaceAll("\\\\\\n\\s*", "")
                .lines()
                .filter(line -> line.startsWith("curl "))
                .map(CurlSnippet::parse);
    }

    private static CurlSnippet parse(String line) {
        List<String> words = new ArrayList<>(
                WORD.matcher(line).results().map(found -> found.group(1)).toList());
        int comment = words.indexOf("#");
        if (comment >= 0) {
            words = words.subList(0, comment);
        }
        String method = "GET";
        String path = "";
        String body = null;
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var rest = words.subList(1, words.size()).iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "-s", "-N", "-sN" -> {}
                case "-X" -> method = rest.next();
                case "-H" -> {
                    String[] header = unquoted(rest.next()).split(": ", 2);
                    headers.put(header[0], header[1]);
                }
                case "-d", "--data-binary" -> {
                    String data = unquoted(rest.next());
                    body = data.startsWith("@") ? null : data;
                    method = method.equals("GET") ? "POST" : method;
                }
                default -> path = HOST.matcher(unquoted(word)).replaceFirst("");
            }
        }
        return new CurlSnippet(method, path, headers, body);
    }

    private static String unquoted(String word) {
        return word.replaceAll("['\"](.*)['\"]", "$1").replace("'\\''", "'");
    }

    /** Whether this request matches the operation at that path; a variable matches any one segment. */
    boolean addresses(String template) {
        String[] mine = path.split("\\?", 2)[0].split("/", -1);
        String[] theirs = template.split("/", -1);
        if (mine.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!theirs[i].startsWith("{") && !theirs[i].equals(mine[i])) {
                return false;
            }
        }
        return true;
    }
}
