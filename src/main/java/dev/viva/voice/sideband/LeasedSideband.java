package dev.viva.voice.sideband;

import dev.viva.realtime.CallRules;
import dev.viva.realtime.Sideband;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A sideband that sends only while this replica has the call's lease. Two replicas that send to one call would undo
 * each other's instructions and answer its functions twice. Thread-safe.
 */
final class LeasedSideband implements Sideband {
    private final Sideband sideband;
    private final BooleanSupplier lease;
    private final Runnable onLost;

    /**
     * @param lease renews the lease; false when another replica has it
     * @param onLost called instead of sending when another replica has it
     */
    LeasedSideband(Sideband sideband, BooleanSupplier lease, Runnable onLost) {
        this.sideband = sideband;
        this.lease = lease;
        this.onLost = onLost;
    }

    /** Asks whether this replica may send. */
    boolean maySend() {
        boolean held = lease.getAsBoolean();
        if (!held) {
            onLost.run();
        }
        return held;
    }

    @Override
    public void update(CallRules rules) {
        if (maySend()) {
            sideband.update(rules);
        }
    }

    @Override
    public void answer(Map<String, String> outputs) {
        if (maySend()) {
            sideband.answer(outputs);
        }
    }

    @Override
    public void close() {
        sideband.close();
    }
}
