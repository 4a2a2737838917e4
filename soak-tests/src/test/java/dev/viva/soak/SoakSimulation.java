package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * People use the service. Then each transcript must match what was said: no line lost, doubled or out of order. A
 * difference fails the request that showed it, and any failed request fails the run.
 */
public abstract class SoakSimulation extends Simulation {
    /** Exists once people come. */
    static final Path BEGUN = Path.of("soak-tests/target/begun");
    /** The {@link Outcome}, once people have left. */
    static final Path OUTCOME = Path.of("soak-tests/target/outcome");

    protected final Settings settings = Settings.ofSystem();
    private final Statuses statuses = Statuses.at(settings.url());
    protected final People people = new People(settings, statuses);

    private final List<PopulationBuilder> populations = new ArrayList<>();
    private int encounters;

    /**
     * Adds people who each have encounters, compared at their end.
     *
     * @param address of this machine, from which they come
     */
    protected final void encounters(ScenarioBuilder scenario, int users, Duration within, String address) {
        encounters += users * settings.sessions();
        others(scenario, users, within, address);
    }

    /** Adds people who compare no transcripts. */
    protected final void others(ScenarioBuilder scenario, int users, Duration within, String address) {
        populations.add(scenario.injectOpen(rampUsers(users).during(within)).protocols(protocol(address)));
    }

    protected final void begin() {
        // On a bad day a refusal that is sent again counts as a success: the outcome says how many were compared.
        setUp(populations)
                .maxDuration(settings.longest())
                .assertions(
                        global().failedRequests().count().is(0L),
                        details(Encounter.COMPARE).successfulRequests().count().gte((long) encounters));
    }

    @Override
    public void before() {
        try {
            Files.writeString(BEGUN, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void after() {
        try {
            new Outcome(Weather.repeated(), Encounter.compared(), encounters).write(OUTCOME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpProtocolBuilder protocol(String address) {
        var protocol = http.baseUrl(settings.url())
                .disableWarmUp()
                .disableFollowRedirect()
                .acceptHeader("application/json");
        return settings.own() ? protocol.localAddress(address) : protocol;
    }
}
