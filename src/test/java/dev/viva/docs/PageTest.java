package dev.viva.docs;

import static dev.viva.ops.OpsServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.ops.OpsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @RegisterExtension
    static final OpsServer server = new OpsServer();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/faculty", "/faculty/", "/watch"})
    void pagesAreRevalidated(String address) throws Exception {
        var page = server.get(address);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(page.body()).containsIgnoringCase("<!doctype html>");
    }

    @Test
    void answersHeadWithHeadersOnly() throws Exception {
        var head = server.send("HEAD", "/docs/assets/docs.css");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Type")).isEqualTo("text/css;charset=utf-8");
    }

    @Test
    void refusesOtherMethods() throws Exception {
        var reply = server.send("POST", "/");
        assertThat(reply.statusCode()).isEqualTo(405);
        assertThat(header(reply, "Allow")).isEqualTo("GET, HEAD");
        assertThat(header(reply, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void hashedFilesAreImmutable() throws Exception {
        var file = server.get("/assets/kept-3f9a2c.js");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/none.js",
                "/assets/",
                "/assets",
                "/assets/..%2f..%2fopenapi.yaml",
                "/assets/%2e%2e/%2e%2e/openapi.json",
                "/assets/..%5copenapi.json",
                "/assets/sub/kept.js",
                "/docs/assets/../../build.properties",
                "/docs/assets/build.properties",
                "/docs/assets/.hidden.js",
                "/docs/assets/OpsApplication.class",
                "/index.html",
                "/faculty.html",
                "/faculty/index.html",
                "/Faculty"
            })
    void servesNothingElse(String path) throws Exception {
        var reply = server.get(path);
        assertThat(reply.statusCode()).isIn(400, 404);
        assertThat(header(reply, "Content-Type")).isEqualTo("application/problem+json");
    }
}
