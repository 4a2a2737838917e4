package dev.viva.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files and folders readable by the service's own user only. Does nothing on file systems without such rights.
 */
public final class OwnerOnly {
    private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);
    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnerOnly() {}

    /** The rights to create a file with, so that others can never read it. */
    public static FileAttribute<?>[] file(Path place) {
        return rights(place, "rw-------");
    }

    /** Creates the folder, with those above it that are missing, unless it exists. */
    public static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, rights(folder, "rwx------"));
    }

    /** Creates the file unless it exists. */
    public static void make(Path file) throws IOException {
        try {
            Files.createFile(file, file(file));
        } catch (FileAlreadyExistsException e) {
            return; // it exists already
        }
    }

    /**
     * Removes other users' rights to a file. Logs that, or that it failed.
     *
     * @return whether others could read it
     */
    public static boolean tighten(Path file) throws IOException {
        if (!isPosix(file) || !Files.isRegularFile(file)) {
            return false;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (FILE.containsAll(rights)) {
            return false;
        }
        String before = PosixFilePermissions.toString(rights);
        try {
            Files.setPosixFilePermissions(file, FILE);
            log.warn("storage: {} could be read by others ({}); its rights are now rw-------", file, before);
        } catch (IOException e) {
            log.warn(
                    "storage: {} can be read by others ({}), and its rights cannot be changed: {}. As its owner: chmod 600",
                    file,
                    before,
                    e.getClass().getSimpleName());
        }
        return rights.contains(PosixFilePermission.GROUP_READ) || rights.contains(PosixFilePermission.OTHERS_READ);
    }

    private static FileAttribute<?>[] rights(Path place, String rights) {
        return isPosix(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
