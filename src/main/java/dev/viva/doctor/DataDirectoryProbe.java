package dev.viva.doctor;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the service's own folder takes files, has room, and is closed to other users. */
final class DataDirectoryProbe implements Probe {
    private static final long MIB = 1024L * 1024;
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final long minFree;
    private final Owners owners;

    interface Owners {
        String of(Path path) throws IOException;
    }

    DataDirectoryProbe(Path folder) {
        this(folder, 256 * MIB);
    }

    /** @param minFree bytes that must be free; an alert pages below it too */
    DataDirectoryProbe(Path folder, long minFree) {
        this(folder, minFree, path -> Files.getOwner(path).getName());
    }

    DataDirectoryProbe(Path folder, long minFree, Owners owners) {
        this.folder = folder.toAbsolutePath();
        this.minFree = minFree;
        this.owners = owners;
    }

    @Override
    public String about() {
        return "data_dir";
    }

    @Override
    public List<Diagnosis> look() throws IOException {
        if (!Files.exists(folder)) {
            Path parent = existing(folder);
            return List.of(
                    Files.isDirectory(parent) && Files.isWritable(parent)
                            ? Diagnosis.ok(about(), folder + " will be created at the first start.")
                            : Diagnosis.fail(
                                    about(),
                                    folder + " cannot be created: " + parent
                                            + " is no folder that this user may write to."));
        }
        if (!Files.isDirectory(folder)) {
            return List.of(Diagnosis.fail(about(), folder + " is no folder. Move it away, or set another data_dir."));
        }
        String user = write();
        var found = new ArrayList<Diagnosis>();
        found.add(room());
        found.addAll(rights(user));
        return found;
    }

    private static Path existing(Path missing) {
        Path parent = missing;
        while (!Files.exists(parent) && parent.getParent() != null) {
            parent = parent.getParent();
        }
        return parent;
    }

    /**
     * Writes as a commit does: synced to the disk.
     *
     * @return the user that this process writes as
     */
    private String write() throws IOException {
        Path file = Files.createTempFile(folder, ".doctor", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(16 * 1024));
            channel.force(true);
            return owners.of(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Diagnosis room() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        String words = "%s has %d MiB free".formatted(folder, free / MIB);
        return free < minFree
                ? Diagnosis.fail("disk", words + ", too little. Free space, or enlarge the disk.")
                : Diagnosis.ok("disk", words + ", and takes files.");
    }

    private List<Diagnosis> rights(String user) throws IOException {
        return Stream.concat(
                        ofFolder(owners.of(folder), user).stream(),
                        Stream.of("grant.key", "viva.db")
                                .map(folder::resolve)
                                .filter(file -> !ofOthers(file).isEmpty())
                                .map(file -> open(file, "600")))
                .toList();
    }

    /**
     * Kubernetes mounts a volume with {@code fsGroup} as root's, which the service writes to by its group. The service
     * cannot change the rights of a folder that is not its own, and keeps its files in it to itself.
     */
    private Optional<Diagnosis> ofFolder(String owner, String user) {
        Set<PosixFilePermission> others = ofOthers(folder);
        if (others.isEmpty()) {
            return Optional.empty();
        }
        if (owner.equals(user) || !others.contains(PosixFilePermission.GROUP_WRITE)) {
            return Optional.of(open(folder, "700"));
        }
        String words = "%s belongs to %s, and %s writes to it by its group".formatted(folder, owner, user);
        return Optional.of(
                others.contains(PosixFilePermission.OTHERS_WRITE)
                        ? Diagnosis.fail(
                                about(),
                                "%s, but so can all users of this machine. As %s, run: chmod o-w %s"
                                        .formatted(words, owner, folder))
                        : Diagnosis.ok(
                                about(), words + ". Others in that group can delete files in it, but not read them."));
    }

    private Diagnosis open(Path path, String rights) {
        return Diagnosis.fail(
                about(), "other users of this machine can read %s. Run: chmod %s %s".formatted(path, rights, path));
    }

    /** The rights of the group and of all others; none where there are no such rights. */
    private static Set<PosixFilePermission> ofOthers(Path path) {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null || !Files.exists(path)) {
            return Set.of();
        }
        try {
            return Sets.difference(view.readAttributes().permissions(), OWNERS);
        } catch (IOException e) {
            return Set.of(); // not ours: reported by what cannot be written
        }
    }
}
