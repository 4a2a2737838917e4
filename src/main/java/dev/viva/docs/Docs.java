package dev.viva.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.html.HtmlEscapers;
import dev.viva.contract.Contract;
import dev.viva.problem.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pages about the contract. They load nothing from other origins. Thread-safe. */
public final class Docs {
    static final String FOLDER = "/dev/viva/docs/text";
    private static final String BUILT = "/page/docs.html";
    private static final String NOT_BUILT = FOLDER + "/not-built.html";

    /** The contract's example of a failure, by its code. The contract itself would take a megabyte once more. */
    private final Map<String, JsonNode> examples;

    public Docs(Contract contract) {
        examples = examples(contract.json());
    }

    /** The contract as a page. A service that was built without the page links to the contract's files instead. */
    public String page() {
        return text(BUILT).or(() -> text(NOT_BUILT)).orElseThrow();
    }

    /** The page of all failures, by status. */
    public String problems() {
        String all = Stream.of(Failure.values())
                .sorted(Comparator.comparingInt(Failure::status))
                .map(failure ->
                        """
                        <dt id="%1$s"><a href="/docs/problems/%1$s"><code>%1$s</code></a> <span class="fact">%2$d</span></dt>
                        <dd><p><strong>%3$s.</strong> %4$s</p></dd>
                        """.formatted(failure.code(), failure.status(), html(failure.title()), html(failure.advice())))
                .collect(Collectors.joining());
        return framed("Problems", """
                <h1>Problems</h1>
                <p>Every refusal is an RFC 9457 document, <code>application/problem+json</code>. Its <code>code</code> is for programs and stays;
                <code>title</code> and <code>detail</code> are for people and may change. Codes may be added: tell one that you do not know by its status.</p>
                <dl class="members">
                %s</dl>
                """.formatted(all));
    }

    /** The page that a problem's {@code type} points to. */
    public String problem(Failure failure) {
        String example = Optional.ofNullable(examples.get(failure.code()))
                .map(document -> "<h2>For example</h2>\n<pre><code>%s</code></pre>\n"
                        .formatted(escaped(document.toPrettyString())))
                .orElse("");
        return framed(failure.title(), """
                <h1>%1$s</h1>
                <p>%2$s</p>
                <dl class="facts">
                <dt>Status</dt><dd>%3$d</dd>
                <dt>Code</dt><dd><code>%4$s</code></dd>
                </dl>
                <p>A report of the problem should quote its <code>request_id</code>.</p>
                %5$s""".formatted(
                        html(failure.title()), html(failure.advice()), failure.status(), failure.code(), example));
    }

    /** The first of each. */
    private static Map<String, JsonNode> examples(JsonNode contract) {
        var found = new HashMap<String, JsonNode>();
        for (JsonNode reply : contract.at("/components/responses")) {
            reply.at("/content/application~1problem+json/examples").forEachEntry((code, example) -> {
                JsonNode value = example.path("value");
                if (value.isObject()) {
                    found.putIfAbsent(code, value);
                }
            });
        }
        return found;
    }

    private static String framed(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · Viva</title>
                <link rel="icon" href="/docs/assets/icon.svg">
                <link rel="stylesheet" href="/docs/assets/docs.css">
                </head>
                <body>
                <header class="bar"><a href="/docs">The contract</a> <a href="/docs/problems">Problems</a></header>
                <main class="alone">
                %s</main>
                </body>
                </html>
                """.formatted(html(title), body);
    }

    /** Escapes the text and formats text between backticks as code. */
    private static String html(String words) {
        return escaped(words).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private static String escaped(String text) {
        return HtmlEscapers.htmlEscaper().escape(text);
    }

    private static Optional<String> text(String resource) {
        try (InputStream in = Docs.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
