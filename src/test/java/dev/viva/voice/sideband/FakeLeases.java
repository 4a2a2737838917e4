package dev.viva.voice.sideband;

import dev.viva.redis.Leases;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Leases of two replicas: this one, and another that gets the leases that a test gives it. */
final class FakeLeases implements Leases {
    private final Set<String> mine = new ConcurrentSkipListSet<>();
    private final Set<String> others = new ConcurrentSkipListSet<>();

    @Override
    public boolean hold(String name, Duration time) {
        return !others.contains(name) && (mine.add(name) || mine.contains(name));
    }

    @Override
    public boolean claim(String name, Duration time) {
        return hold(name, time);
    }

    @Override
    public void release(String name) {
        mine.remove(name);
    }

    void giveToAnother(String name) {
        mine.remove(name);
        others.add(name);
    }

    void free(String name) {
        others.remove(name);
    }

    Set<String> held() {
        return mine;
    }
}
