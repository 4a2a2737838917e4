package dev.viva.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Whether a process of this user may open enough files and has enough memory. */
final class ProcessProbe implements Probe {
    /** A stream, a request and a call each need a handle or more. */
    private static final long MIN_HANDLES = 512;

    private static final long GOOD_HANDLES = 4096;
    private static final long MIB = 1024L * 1024;
    private static final long MIN_HEAP = 192 * MIB;

    private final LongSupplier handles;
    private final LongSupplier heap;

    ProcessProbe() {
        this(ProcessProbe::handlesOfThisProcess, () -> Runtime.getRuntime().maxMemory());
    }

    /** @param handles how many files this process may open; @param heap the largest heap in bytes */
    ProcessProbe(LongSupplier handles, LongSupplier heap) {
        this.handles = handles;
        this.heap = heap;
    }

    private static long handlesOfThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    @Override
    public String about() {
        return "process";
    }

    @Override
    public List<Diagnosis> look() {
        var found = new ArrayList<Diagnosis>();
        found.add(ofHandles(handles.getAsLong()));
        found.add(ofHeap(heap.getAsLong()));
        return found;
    }

    private static Diagnosis ofHandles(long max) {
        String words = "may open %d files at once".formatted(max);
        String raise = ". Raise the limit: ulimit -n 65536, LimitNOFILE in systemd, ulimits in compose.";
        if (max < MIN_HANDLES) {
            return Diagnosis.fail("file handles", words + ", too few for one class" + raise);
        }
        return max < GOOD_HANDLES
                ? Diagnosis.warn("file handles", words + ", enough for some hundred students" + raise)
                : Diagnosis.ok("file handles", words + ".");
    }

    private static Diagnosis ofHeap(long max) {
        String words = "the heap may grow to %d MiB".formatted(max / MIB);
        return max < MIN_HEAP
                ? Diagnosis.fail("memory", words + ", too little. Give the process 512 MiB or more.")
                : Diagnosis.ok("memory", words + ".");
    }
}
