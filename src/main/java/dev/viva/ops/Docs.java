package dev.viva.ops;

import dev.viva.problem.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Pages about the contract. They stand alone: nothing is loaded from elsewhere. */
final class Docs {
    static final String FOLDER = "/dev/viva/ops/docs";
    private static final String SWAGGER_UI = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private Docs() {}

    /** Where on the classpath the webjar has its files; the folder is named after its version. */
    static String swaggerUi() {
        String version = text(SWAGGER_UI)
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(SWAGGER_UI + " names no version"));
        return "/META-INF/resources/webjars/swagger-ui/" + version;
    }

    /** The contract to read and try. */
    static String page() {
        return text(FOLDER + "/index.html");
    }

    private static String text(String resource) {
        try (InputStream in = Docs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the classpath");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a problem means: where its {@code type} leads. */
    static String problem(Failure failure) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s · Viva</title>
                <link rel="stylesheet" href="/docs/assets/problem.css">
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                <p>%2$s</p>
                <dl>
                <dt>Status</dt><dd>%3$d</dd>
                <dt>Code</dt><dd><code>%4$s</code></dd>
                </dl>
                <p>A report of the problem should quote its <code>request_id</code>.</p>
                <p><a href="/docs">The contract</a></p>
                </main>
                </body>
                </html>
                """.formatted(html(failure.title()), html(failure.advice()), failure.status(), failure.code());
    }

    /** Escapes, and sets what stands between backticks as code. */
    private static String html(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("`([^`]*)`", "<code>$1</code>");
    }
}
