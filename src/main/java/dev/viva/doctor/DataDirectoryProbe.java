package dev.viva.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether the service's own folder takes files, has room, and is closed to other users. */
final class DataDirectoryProbe implements Probe {
    private static final long MIB = 1024L * 1024;

    private final Path folder;
    private final long minFree;

    DataDirectoryProbe(Path folder) {
        this(folder, 256 * MIB);
    }

    /** @param minFree bytes that must be free; an alert pages below it too */
    DataDirectoryProbe(Path folder, long minFree) {
        this.folder = folder.toAbsolutePath();
        this.minFree = minFree;
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
        write();
        var found = new ArrayList<Diagnosis>();
        found.add(room());
        found.addAll(rights());
        return found;
    }

    private static Path existing(Path missing) {
        Path parent = missing;
        while (!Files.exists(parent) && parent.getParent() != null) {
            parent = parent.getParent();
        }
        return parent;
    }

    /** Writes as a commit does: synced to the disk. */
    private void write() throws IOException {
        Path file = Files.createTempFile(folder, ".doctor", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(16 * 1024));
            channel.force(true);
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

    private List<Diagnosis> rights() {
        return Stream.of(folder, folder.resolve("grant.key"), folder.resolve("viva.db"))
                .filter(DataDirectoryProbe::isOpenToOthers)
                .map(path -> Diagnosis.fail(
                        about(),
                        "other users of this machine can read %s. Run: chmod %s %s"
                                .formatted(path, Files.isDirectory(path) ? "700" : "600", path)))
                .toList();
    }

    private static boolean isOpenToOthers(Path path) {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null || !Files.exists(path)) {
            return false;
        }
        try {
            return !PosixFilePermissions.toString(view.readAttributes().permissions())
                    .endsWith("------");
        } catch (IOException e) {
            return false; // not ours: reported by what cannot be written
        }
    }
}
