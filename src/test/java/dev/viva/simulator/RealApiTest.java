package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.openai.OpenAiRealtime;
import dev.viva.problem.Secret;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.Sideband;
import dev.viva.simulator.media.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Makes a call at the real provider, to notice when it no longer behaves like the simulator. Runs only if
 * {@code OPENAI_API_KEY} is set, costs a few cents and needs UDP to the provider; see CONTRIBUTING.md.
 */
@EnabledIfEnvironmentVariable(named = "OPENAI_API_KEY", matches = "sk-.+")
@Timeout(120)
class RealApiTest {
    private static final RealtimeConfiguration DEFAULTS = RealtimeConfiguration.DEFAULTS;
    /** Like the service's instructions: several lines, quotes, other scripts, an empty line at the end. */
    private static final CallRules TOLD = new CallRules(new Secret("""
            You are a patient with a sore knee.

            # How you speak
            - Answer in one short sentence. Say "Rückenschmerzen" – never "膝".
            Case reference: knee/hana

            """), DEFAULTS.speech("en"));

    private final OpenAiRealtime provider = new OpenAiRealtime(
            () -> URI.create("https://api.openai.com"),
            new Secret(System.getenv("OPENAI_API_KEY")),
            DEFAULTS.timeouts(),
            io.dropwizard.util.Duration.seconds(10),
            ProviderObserver.NONE);
    private final LinkedBlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @Test
    void knowsTheConfiguredModels() {
        assertThat(provider.models()).extracting(Model::id).contains(DEFAULTS.model(), DEFAULTS.transcriptionModel());
    }

    @Test
    void mintsASecret() {
        assertThat(provider.mintSecret(config(), Duration.ofMinutes(1)).value().reveal())
                .startsWith("ek_");
    }

    @Test
    void attachesToSteersAndEndsACall() throws Exception {
        try (var browser = new TestBrowser()) {
            Call call = provider.createCall(browser.offer(), config());
            Sideband sideband = provider.observe(call.callId(), listener());
            await(CallEvent.Attached.class::isInstance);
            browser.accept(call.answer());
            browser.until("session.created");

            sideband.update(TOLD);
            assertThat(await(CallEvent.SessionChanged.class::isInstance))
                    .as("instructions echoed by the provider")
                    .matches(event -> event instanceof CallEvent.SessionChanged changed && changed.matches(TOLD));

            browser.send("{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                    + "\"content\":[{\"type\":\"input_text\",\"text\":\"Where does it hurt?\"}]}}");
            browser.send("{\"type\":\"response.create\"}");
            await(event -> event instanceof CallEvent.PatientTranscribed said
                    && said.text().length() > 3);
            await(event ->
                    event instanceof CallEvent.ResponseDone done && done.usage().total() > 0);

            provider.hangUp(call.callId());
            provider.hangUp(call.callId());
            await(CallEnd.ENDED::equals);
        } finally {
            provider.close();
        }
    }

    private static CallConfig config() {
        return new CallConfig(
                DEFAULTS.model(), DEFAULTS.voice(), TOLD.instructions(), TOLD.speech(), CallConfig.Origin.NONE);
    }

    private CallListener listener() {
        return new CallListener() {
            @Override
            public void on(CallEvent event) {
                received.add(event);
            }

            @Override
            public void ended(CallEnd why) {
                received.add(why);
            }
        };
    }

    private Object await(Predicate<Object> wanted) throws InterruptedException {
        List<Object> seen = new ArrayList<>();
        while (true) {
            Object event = received.poll(30, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no further event after " + seen);
            }
            if (wanted.test(event)) {
                return event;
            }
            seen.add(event);
        }
    }
}
