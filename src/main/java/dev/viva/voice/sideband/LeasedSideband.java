package dev.viva.voice.sideband;

import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.Sideband;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A sideband that sends only while this replica has the call's lease. Two replicas that send to one call would undo
 * each other's instructions and answer its functions twice. Thread-safe.
 */
final class LeasedSideband implements Sideband {
    private final Sideband sideband;
    private final BooleanSupplier lease;
    private final Runnable onLost;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param lease renews the lease; false when another replica has it
     * @param onLost called once, when another replica has it
     */
    LeasedSideband(Sideband sideband, BooleanSupplier lease, Runnable onLost) {
        this.sideband = sideband;
        this.lease = lease;
        this.onLost = onLost;
    }

    /** Whether this replica may send. It may no more once the lease was lost or this was closed: it asks for none then. */
    boolean maySend() {
        if (over.get()) {
            return false;
        }
        boolean held = lease.getAsBoolean();
        if (!held && over.compareAndSet(false, true)) {
            onLost.run();
        }
        return held;
    }

    @Override
    public void update(CallRules rules) {
        requireLease();
        sideband.update(rules);
    }

    @Override
    public String answer(Map<String, String> outputs) {
        requireLease();
        return sideband.answer(outputs);
    }

    private void requireLease() {
        if (!maySend()) {
            throw ProviderException.unreached("another replica has the call");
        }
    }

    @Override
    public void close() {
        over.set(true);
        sideband.close();
    }
}
