package dev.viva.testing;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * An AOT cache with which a process of the service starts in half the time. The first JVM of a run creates it from the
 * compiled classes; a process also starts without it.
 */
final class ClassArchive {
    private static final Path FOLDER = Path.of("target/test-processes");

    private ClassArchive() {}

    private static final class Made {
        private static final List<String> OPTIONS = make();
    }

    /** The JVM options of a process. */
    static List<String> options() {
        return Made.OPTIONS;
    }

    private static List<String> make() {
        try {
            String path = System.getProperty("java.class.path");
            Path folder = Files.createDirectories(FOLDER.resolve(version(path)));
            Path archive = folder.resolve("classes.aot");
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                String jars = jars(path, folder);
                if (!Files.exists(archive)) {
                    removeOldOnes();
                    archive(folder, jars, archive);
                }
                // Silent even if the archive does not fit, because tests read the output.
                return List.of("-Xlog:disable", "-XX:AOTCache=" + archive, "-cp", jars);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void archive(Path folder, String jars, Path archive) throws IOException {
        Path made = folder.resolve("made.aot");
        Path data = Files.createDirectories(folder.resolve("data"));
        try {
            ServerProcess.runOnce(data, List.of("-Xlog:disable", "-XX:AOTCacheOutput=" + made, "-cp", jars));
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (AssertionError | NoSuchFileException slow) {
            System.err.println("Processes of the service start without an archive of their classes: " + slow);
        }
    }

    /** Deletes archives of earlier builds once no run can use them. */
    private static void removeOldOnes() throws IOException {
        Instant old = Instant.now().minus(1, ChronoUnit.HOURS);
        try (var versions = Files.newDirectoryStream(
                FOLDER,
                version -> Files.getLastModifiedTime(version).toInstant().isBefore(old))) {
            for (Path version : versions) {
                MoreFiles.deleteRecursively(version, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        }
    }

    /** A name that changes with the classes. */
    private static String version(String path) throws IOException {
        long newest = 0;
        for (Path folder : folders(path)) {
            try (var files = Files.walk(folder)) {
                newest = Math.max(
                        newest,
                        files.mapToLong(f -> f.toFile().lastModified()).max().orElse(0));
            }
        }
        return Integer.toHexString(path.hashCode()) + Long.toHexString(newest);
    }

    private static List<Path> folders(String path) {
        return entries(path).map(Path::of).filter(Files::isDirectory).toList();
    }

    private static Stream<String> entries(String path) {
        return Stream.of(path.split(File.pathSeparator));
    }

    /** The same class path with jars instead of folders, because folders cannot be archived. */
    private static String jars(String path, Path folder) throws IOException {
        var all = new ArrayList<String>();
        for (String entry : entries(path).toList()) {
            Path jar = folder.resolve(all.size() + ".jar");
            if (!Files.isDirectory(Path.of(entry))) {
                all.add(entry);
                continue;
            }
            if (!Files.exists(jar)) {
                pack(Path.of(entry), jar);
            }
            all.add(jar.toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, all);
    }

    private static void pack(Path folder, Path jar) throws IOException {
        Path made = jar.resolveSibling(jar.getFileName() + ".made");
        try (var files = Files.walk(folder);
                var out = new JarOutputStream(Files.newOutputStream(made))) {
            out.setLevel(0);
            for (Path file : files.filter(file -> !file.equals(folder)).toList()) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                boolean directory = Files.isDirectory(file);
                out.putNextEntry(new ZipEntry(directory ? name + "/" : name));
                if (!directory) {
                    Files.copy(file, out);
                }
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    }
}
