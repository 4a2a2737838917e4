package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminPortTest {
    @RegisterExtension
    static final OpsServer server = new OpsServer();

    @ParameterizedTest
    @CsvSource({
        "GET,  /metrics, 200",
        "GET,  /ping, 200",
        "GET,  /threads, 200",
        "POST, /metrics, 404",
        "POST, /tasks/gc, 404",
        "GET,  /tasks/gc, 404",
        "POST, /tasks/log-level?logger=ROOT&level=ALL, 404",
        "POST, //tasks/gc, 400",
        "POST, /tasks/gc;x=/metrics, 404",
        "GET,  /pprof, 404",
        "GET,  /, 404"
    })
    void isReadOnly(String method, String path, int status) throws Exception {
        assertThat(server.sendAdmin(method, path).statusCode()).isEqualTo(status);
    }
}
