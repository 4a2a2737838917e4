package dev.viva.content;

import dev.viva.configuration.CannotStartException;
import dev.viva.content.ContentFile.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the files of a content folder. An unreadable file becomes a finding. */
public final class ContentFolder {
    /** A full case has about 30 KiB. A file far larger than that is not a case. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String EXTENSION = ".yaml";
    private static final String QUESTIONS = "questions.yaml";

    /** Folders that content may do without. */
    private static final Set<Kind> OPTIONAL = EnumSet.of(Kind.CATALOG, Kind.RUBRIC);

    private final List<ContentFile> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private ContentFolder() {}

    public static ContentFolder read(ContentConfiguration configuration) {
        Path dir = configuration.dir();
        if (dir == null) {
            if (!configuration.withBuiltIn()) {
                throw new CannotStartException("content.built_in (VIVA_CONTENT_BUILT_IN) is false, but content.dir"
                        + " (VIVA_CONTENT_DIR) names no folder with other cases.");
            }
            return readBuiltIn(codeLocation());
        }
        if (!Files.isDirectory(dir)) {
            throw new CannotStartException("content.dir (VIVA_CONTENT_DIR): " + dir
                    + " is not a readable folder. Name one with personas/ and scenarios/, or leave it blank for the"
                    + " cases that come with Viva.");
        }
        ContentFolder own = configuration.withBuiltIn() ? readAdded(dir) : readFrom(dir);
        Set<Kind> shared = configuration.withBuiltIn()
                ? EnumSet.allOf(Kind.class)
                : EnumSet.of(Kind.CATALOG, Kind.RUBRIC, Kind.QUESTIONS);
        return own.over(readBuiltIn(codeLocation()), shared);
    }

    /** A folder that may hold only a part of what content needs, such as one more case. */
    static ContentFolder readAdded(Path root) {
        var folder = new ContentFolder();
        folder.readKinds(root, kind -> Files.isDirectory(root.resolve(kind.folder)));
        if (folder.files.isEmpty() && folder.findings.isEmpty()) {
            folder.addFinding(".", "the folder contains neither personas/ nor scenarios/: is it the right one?");
        }
        return folder;
    }

    /**
     * Reads the content that was built into the service, from a jar or a folder of classes. The jar is opened as a file
     * system: a class loader cannot list a folder, and a shaded jar may have no entries for folders.
     */
    static ContentFolder readBuiltIn(Path location) {
        if (Files.isDirectory(location)) {
            return readFrom(location.resolve("content"));
        }
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
            return readFrom(jar.getPath("/content"));
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("cannot read the service's own content", e);
        }
    }

    private static Path codeLocation() {
        try {
            var source = Objects.requireNonNull(
                    ContentFolder.class.getProtectionDomain().getCodeSource(), "code of unknown origin");
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot locate the service's own content", e);
        }
    }

    static ContentFolder readFrom(Path root) {
        var folder = new ContentFolder();
        folder.readKinds(root, kind -> !OPTIONAL.contains(kind) || Files.isDirectory(root.resolve(kind.folder)));
        return folder;
    }

    private void readKinds(Path root, Predicate<Kind> wanted) {
        Stream.of(Kind.PERSONA, Kind.SCENARIO, Kind.CATALOG, Kind.RUBRIC)
                .filter(wanted)
                .forEach(kind -> readKind(root.resolve(kind.folder), kind));
        if (Files.isRegularFile(root.resolve(QUESTIONS))) {
            readEntry(root.resolve(QUESTIONS), Kind.QUESTIONS);
        }
    }

    /** Takes files of these kinds from another folder where this one has none of that name. */
    private ContentFolder over(ContentFolder other, Set<Kind> kinds) {
        Set<String> own = files.stream().map(ContentFile::name).collect(Collectors.toSet());
        other.files.stream()
                .filter(file -> kinds.contains(file.kind()) && !own.contains(file.name()))
                .forEach(files::add);
        files.sort(Comparator.comparing(ContentFile::kind).thenComparing(ContentFile::id));
        return this;
    }

    public List<ContentFile> files() {
        return files;
    }

    public List<Finding> findings() {
        return findings;
    }

    private void readKind(Path folder, Kind kind) {
        if (!Files.isDirectory(folder)) {
            addFinding(kind.folder, "the folder is missing: the content needs it");
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            // Editors and mounts leave hidden entries; a mounted config map has `..data` beside the files.
            entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .forEach(entry -> readEntry(entry, kind));
        } catch (IOException e) {
            addFinding(
                    kind.folder, "the folder cannot be listed: " + e.getClass().getSimpleName());
        }
    }

    private void readEntry(Path entry, Kind kind) {
        String fileName = entry.getFileName().toString();
        String label = kind.folder.isEmpty() ? fileName : kind.folder + "/" + fileName;
        if (!fileName.endsWith(EXTENSION) || !Files.isRegularFile(entry)) {
            addFinding(label, "the file is not read: only files named {id}.yaml belong here");
            return;
        }
        String id = fileName.substring(0, fileName.length() - EXTENSION.length());
        try (InputStream in = Files.newInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                addFinding(label, "the file is larger than 256 KiB");
                return;
            }
            decode(bytes)
                    .ifPresentOrElse(
                            text -> files.add(new ContentFile(kind, id, text)),
                            () -> addFinding(label, "the file is not UTF-8: save it as UTF-8"));
        } catch (IOException e) {
            addFinding(label, "the file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Optional<String> decode(byte[] bytes) {
        try {
            // This decoder reports invalid bytes; new String() would silently replace them.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private void addFinding(String file, String reason) {
        findings.add(Finding.ofFile(file, reason));
    }
}
