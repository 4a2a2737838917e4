package dev.viva.soak.benchmark;

import dev.viva.soak.machine.Deployment;
import dev.viva.soak.machine.Postgres;
import dev.viva.soak.machine.Redis;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL and Redis, for one replica or several. */
final class SharedState implements AutoCloseable {
    private static final String GRANT_KEY = "YmVuY2htYXJrLWJlbmNobWFyay1iZW5jaG1hcmstYmVuY2htYXJr";

    private final Postgres postgres;
    private final Redis redis;

    private SharedState(Postgres postgres, Redis redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    static SharedState start(Path folder) {
        Postgres postgres = Postgres.start(folder);
        try {
            return new SharedState(postgres, Redis.start(folder));
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    Postgres postgres() {
        return postgres;
    }

    /** What each replica's environment says, with the JVM's options of the image, as in a deployment. */
    Map<String, String> environment() {
        var environment = new HashMap<>(RelayBenchmark.NO_LIMITS);
        environment.putAll(postgres.environment());
        environment.putAll(redis.environment());
        environment.put("VIVA_GRANT_KEY", GRANT_KEY);
        environment.put("JDK_JAVA_OPTIONS", Deployment.imageOptions());
        return environment;
    }

    @Override
    public void close() {
        try (postgres) {
            redis.close();
        }
    }
}
