package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Until;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainTest {
    @RegisterExtension
    static final OpsServer server = new OpsServer();

    @Test
    void isNotReadyButStillAnswersWhileDraining() throws Exception {
        Drain drain = server.application().drain;
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        var notice = CompletableFuture.runAsync(
                () -> {
                    try {
                        drain.giveNotice();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
        Until.isTrue("notice is given", drain::draining);
        var ready = server.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(notice).isNotDone();
        Server jetty = server.environment().getApplicationContext().getServer();
        jetty.stop();
        notice.get(60, TimeUnit.SECONDS);
    }
}
