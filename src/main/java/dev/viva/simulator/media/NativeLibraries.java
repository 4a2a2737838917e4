package dev.viva.simulator.media;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The system libraries that the WebRTC library links on Linux. They are looked up by name, without loading WebRTC
 * itself, so that the start can name missing ones before the first call.
 */
final class NativeLibraries {
    /** For tests: a library of this name counts as missing. */
    static final String HIDDEN = "viva.simulator.hidden_library";

    /** Each library and its Debian package. */
    private static final Map<String, String> PACKAGES = packages();

    private NativeLibraries() {}

    /** Why there are no voice calls, in one sentence with the remedy; empty if nothing is missing. */
    static Optional<String> missing() {
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        return linux ? missing(NativeLibraries::loads) : Optional.empty();
    }

    static Optional<String> missing(Predicate<String> loads) {
        List<String> absent = PACKAGES.keySet().stream()
                .filter(library -> !loads.test(library))
                .toList();
        if (absent.isEmpty()) {
            return Optional.empty();
        }
        List<String> packages = absent.stream().map(PACKAGES::get).toList();
        return Optional.of("Voice calls with the simulator need system libraries that are missing here ("
                + String.join(", ", absent) + "): install them (Debian, Ubuntu: apt-get install "
                + String.join(" ", packages) + ") and start again. Typed encounters work without them.");
    }

    private static boolean loads(String library) {
        if (library.equals(System.getProperty(HIDDEN))) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, String> packages() {
        var packages = new LinkedHashMap<String, String>();
        packages.put("libpulse.so.0", "libpulse0");
        packages.put("libudev.so.1", "libudev1");
        packages.put("libX11.so.6", "libx11-6");
        packages.put("libXfixes.so.3", "libxfixes3");
        packages.put("libXrandr.so.2", "libxrandr2");
        packages.put("libXcomposite.so.1", "libxcomposite1");
        packages.put("libdbus-1.so.3", "libdbus-1-3");
        return packages;
    }
}
