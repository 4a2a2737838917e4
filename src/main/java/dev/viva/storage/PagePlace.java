package dev.viva.storage;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a list begins that is ordered by time and id, newest first: after this row.
 *
 * @param millis since 1970-01-01 UTC
 */
public record PagePlace(long millis, String id) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,16}) ([A-Za-z0-9_-]{1,64})");
    /** The contract bounds the header; around the address stand a few signs. A filter of 100 characters may exceed it. */
    private static final int MAX_ADDRESS = 512 - "<>; rel=\"next\"".length();

    private static final PagePlace START = new PagePlace(Long.MAX_VALUE, "");

    /**
     * The place in a cursor; the start of the list without one.
     *
     * @throws ProblemException {@code invalid_parameter} for another text
     */
    public static PagePlace of(@Nullable String cursor) {
        if (cursor == null) {
            return START;
        }
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var match = FORM.matcher(text);
            if (match.matches()) {
                return new PagePlace(Long.parseLong(match.group(1)), match.group(2));
            }
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        throw unknown();
    }

    public String cursor() {
        byte[] text = (millis + " " + id).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /**
     * The address of the page that begins here, without host, as proxies may change it.
     *
     * @param filters the parameters of this page; null for one that was not given
     */
    public URI next(String path, Map<String, @Nullable Object> filters) {
        var next = UriBuilder.fromPath(path);
        var given = new HashMap<String, Object>();
        filters.forEach((name, value) -> {
            if (value != null) {
                // As values of a template: what stands in the address itself may hold templates and encoded signs.
                next.queryParam(name, "{" + name + "}");
                given.put(name, value);
            }
        });
        return next.queryParam("cursor", cursor()).buildFromMap(given);
    }

    /** Whether a Link header can carry the address of a page. */
    public static boolean fits(URI next) {
        return next.toString().length() <= MAX_ADDRESS;
    }

    private static ProblemException unknown() {
        return new ProblemException(Failure.INVALID_PARAMETER)
                .at("/query/cursor", "is not a cursor of this list; start again without it");
    }
}
