package dev.viva.doctor;

import dev.viva.access.oidc.OidcConfiguration;
import dev.viva.content.ContentConfiguration;
import dev.viva.exam.OpenExams;
import dev.viva.openai.OpenAiChat;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.redis.RedisConfiguration;
import dev.viva.storage.DatabaseConfiguration;
import io.dropwizard.core.server.ServerFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The probes of an installation; each method adds those of one part. */
public final class Probes {
    private final InstantSource clock;
    private final List<Probe> probes = new ArrayList<>();

    /** Those of the machine: clock, file handles, memory. */
    public Probes(InstantSource clock) {
        this.clock = clock;
        probes.add(new ClockProbe(clock));
        probes.add(new ProcessProbe());
    }

    public Probes ports(ServerFactory server) {
        probes.add(new PortsProbe(server));
        return this;
    }

    /** @param replicas how many processes will connect to the database */
    public Probes database(DatabaseConfiguration config, Path dataDirectory, int replicas) {
        probes.add(new DataDirectoryProbe(dataDirectory));
        probes.add(new DatabaseProbe(config, dataDirectory, replicas, clock));
        return this;
    }

    public Probes redis(RedisConfiguration config) {
        probes.add(new RedisProbe(config, clock));
        return this;
    }

    public Probes identityProvider(OidcConfiguration config) {
        probes.add(new IdentityProbe(config));
        return this;
    }

    /** @param provider opened only if the provider is not simulated; closed afterwards */
    public Probes provider(RealtimeConfiguration config, Supplier<RealtimeProvider> provider) {
        probes.add(new ProviderProbe(config, provider));
        return this;
    }

    /** @param server opened only if a model is configured; closed afterwards */
    public Probes reviewer(boolean on, String model, Supplier<OpenAiChat> server) {
        probes.add(new ReviewerProbe(on, model, server));
        return this;
    }

    /** @param exams need the cases that they name */
    public Probes content(ContentConfiguration config, OpenExams exams) {
        probes.add(new ContentProbe(config));
        probes.add(new ExamsProbe(config, exams));
        return this;
    }

    public List<Probe> all() {
        return List.copyOf(probes);
    }
}
