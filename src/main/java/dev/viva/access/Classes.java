package dev.viva.access;

import com.google.common.hash.Hashing;
import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The classes of the configuration. Their codes are kept as hashes. Immutable. */
final class Classes {
    private static final int ID_LENGTH = 16;

    private record Known(
            byte[] hash,
            String group,
            @Nullable Instant expires,
            @Nullable Double timeFactor) {
        ClassMember member() {
            return new ClassMember(group, timeFactor);
        }
    }

    private final List<Known> codes;
    /** By class id: for how many students its limits are. */
    private final Map<String, Integer> students;

    private final Clock clock;

    Classes(List<ClassCode> configured, Clock clock) {
        this.codes = configured.stream()
                .map(c -> new Known(hash(c.code()), c.group(), c.expires(), c.timeFactor()))
                .toList();
        this.students = configured.stream()
                .collect(Collectors.toUnmodifiableMap(c -> id(c.group()), ClassCode::students, Math::max));
        this.clock = clock;
    }

    /** The member whom a code names; empty for a wrong code and for one that has expired. */
    Optional<ClassMember> read(String code) {
        return known(code).filter(this::isValid).map(Known::member);
    }

    /** The member whom a code names or named once: an expired code counts too. */
    Optional<ClassMember> issued(String code) {
        return known(code).map(Known::member);
    }

    /** Whether any code is valid now. */
    boolean open() {
        return codes.stream().anyMatch(this::isValid);
    }

    boolean any() {
        return !codes.isEmpty();
    }

    /** For how many students the limits of a class are; 0 for a class that is not configured any more. */
    int students(String classId) {
        return students.getOrDefault(classId, 0);
    }

    /** Names a class without revealing its group. */
    static String id(String group) {
        return Hashing.sha256()
                .hashString(group, StandardCharsets.UTF_8)
                .toString()
                .substring(0, ID_LENGTH);
    }

    /** Compares with every code in constant time, so that timing reveals nothing about them. */
    private Optional<Known> known(String code) {
        if (codes.isEmpty()) {
            return Optional.empty();
        }
        byte[] hash = hash(new Secret(code));
        Known found = null;
        for (Known candidate : codes) {
            boolean equal = MessageDigest.isEqual(candidate.hash(), hash);
            found = equal ? candidate : found;
        }
        return Optional.ofNullable(found);
    }

    private boolean isValid(Known known) {
        return known.expires() == null || clock.instant().isBefore(known.expires());
    }

    private static byte[] hash(Secret code) {
        return Hashing.sha256()
                .hashString(code.reveal(), StandardCharsets.UTF_8)
                .asBytes();
    }
}
