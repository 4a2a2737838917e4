package dev.viva.simulator.conversation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An event loop with simulated time that a test advances. */
public final class FakeTimers implements EventLoop {
    private record Planned(Duration at, long order, Runnable task) {}

    private final List<Planned> planned = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private long count;

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Planned entry = new Planned(now.plus(delay), count++, task);
        planned.add(entry);
        return () -> planned.remove(entry);
    }

    @Override
    public boolean run(Runnable task) {
        task.run();
        return true;
    }

    public void pass(Duration time) {
        Duration end = now.plus(time);
        for (Optional<Planned> due = next(end); due.isPresent(); due = next(end)) {
            planned.remove(due.get());
            now = due.get().at();
            due.get().task().run();
        }
        now = end;
    }

    /** Runs until no timer is left. */
    void passAll() {
        pass(Duration.ofHours(2));
    }

    private Optional<Planned> next(Duration end) {
        return planned.stream()
                .filter(entry -> entry.at().compareTo(end) <= 0)
                .min(Comparator.comparing(Planned::at).thenComparingLong(Planned::order));
    }
}
