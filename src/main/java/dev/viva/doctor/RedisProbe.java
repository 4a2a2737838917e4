package dev.viva.doctor;

import dev.viva.redis.RedisConfiguration;
import dev.viva.redis.RedisFacts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Whether Redis can be reached, takes writes and messages, and evicts the right keys when it is full. */
final class RedisProbe implements Probe {
    private final RedisConfiguration config;
    private final InstantSource clock;

    RedisProbe(RedisConfiguration config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String about() {
        return "redis";
    }

    @Override
    public List<Diagnosis> look() {
        if (!config.on()) {
            return List.of(Diagnosis.ok(about(), "none is configured, which is right for one replica."));
        }
        RedisFacts facts = RedisFacts.of(config);
        if (facts.fault().isPresent()) {
            return List.of(Diagnosis.fail(about(), facts.fault().get()));
        }
        var found = new ArrayList<Diagnosis>();
        found.add(
                facts.evictsLeases()
                        ? Diagnosis.warn(
                                about(),
                                "when it is full, it refuses writes or evicts leases before buckets (maxmemory-policy "
                                        + facts.policy() + "). Set volatile-lru.")
                        : Diagnosis.ok(about(), "answers and takes writes and messages."));
        found.addAll(new ServersTime(clock).compared("Redis", facts.time()));
        return found;
    }
}
