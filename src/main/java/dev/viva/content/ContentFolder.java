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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the files of a content folder. An unreadable file becomes a finding. */
public final class ContentFolder {
    /** A full case has about 30 KiB. A file far larger than that is not a case. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String EXTENSION = ".yaml";
    private static final String QUESTIONS = "questions.yaml";

    private final List<ContentFile> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private ContentFolder() {}

    public static ContentFolder read(ContentConfiguration configuration) {
        Path dir = configuration.dir();
        if (dir != null && !Files.isDirectory(dir)) {
            throw new CannotStartException("content.dir (VIVA_CONTENT_DIR): " + dir
                    + " is not a readable folder. Name one with personas/ and scenarios/, or leave it blank for the"
                    + " cases that come with Viva.");
        }
        return dir == null ? readBuiltIn(codeLocation()) : readFrom(dir).withMissingFrom(readBuiltIn(codeLocation()));
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
        folder.readKind(root.resolve(Kind.PERSONA.folder), Kind.PERSONA);
        folder.readKind(root.resolve(Kind.SCENARIO.folder), Kind.SCENARIO);
        if (Files.isDirectory(root.resolve(Kind.CATALOG.folder))) {
            folder.readKind(root.resolve(Kind.CATALOG.folder), Kind.CATALOG);
        }
        if (Files.isRegularFile(root.resolve(QUESTIONS))) {
            folder.readEntry(root.resolve(QUESTIONS), Kind.QUESTIONS);
        }
        return folder;
    }

    /** Takes standard questions and catalogues from another folder where this one has none. */
    private ContentFolder withMissingFrom(ContentFolder other) {
        for (Kind kind : List.of(Kind.CATALOG, Kind.QUESTIONS)) {
            if (files.stream().noneMatch(file -> file.kind() == kind)) {
                other.files.stream().filter(file -> file.kind() == kind).forEach(files::add);
            }
        }
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
