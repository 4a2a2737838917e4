package dev.viva.content;

import dev.viva.configuration.CannotStartException;
import dev.viva.content.ContentFile.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the files of a content folder. An unreadable file becomes a finding. */
public final class ContentFolder {
    /** A full case has about 30 KiB. A file far larger than that is not a case. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String EXTENSION = ".yaml";
    private static final String QUESTIONS = "questions.yaml";

    private static final List<Kind> FOLDERS = List.of(Kind.PERSONA, Kind.SCENARIO, Kind.CATALOG, Kind.RUBRIC);
    private static final Set<Kind> REQUIRED = EnumSet.of(Kind.PERSONA, Kind.SCENARIO);
    private static final String NOT_READ = "the file is not read: only files named {id}.yaml belong here";
    private static final String MISSING = "the folder is missing: the content needs it";

    private static final Pattern YAML = Pattern.compile("(?i).*\\.ya?ml");
    private static final String STRAY =
            "the file is not read here: move a case into scenarios/ and a patient into personas/";
    private static final Set<String> KNOWN_FOLDERS =
            Set.of("personas", "scenarios", "catalogs", "rubrics", "rehearsals");
    private static final String UNKNOWN_FOLDER =
            "the folder is not read: only personas, scenarios, catalogs, rubrics and rehearsals have a meaning here";

    private static final String BUILT_IN = "content/";

    private final List<ContentFile> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private interface Input {
        InputStream open() throws IOException;
    }

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
        if (folder.files.isEmpty() && folder.findings.stream().noneMatch(Finding::isError)) {
            folder.addFinding(
                    ".", "the folder has no patient, case, catalogue, rubric or questions.yaml: is it the right one?");
        }
        return folder;
    }

    /**
     * Reads the content that was built into the service, from a jar or a folder of classes. The entries of the jar are
     * read by their names, because a class loader cannot list a folder. Not as a file system, which would index the
     * 37,000 entries of a shaded jar once more: 10 MB, at each start.
     */
    static ContentFolder readBuiltIn(Path location) {
        if (Files.isDirectory(location)) {
            return readFrom(location.resolve("content"));
        }
        try (var jar = new ZipFile(location.toFile())) {
            return readFrom(jar);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("cannot read the service's own content", e);
        }
    }

    private static ContentFolder readFrom(ZipFile jar) {
        List<? extends ZipEntry> entries = jar.stream()
                .filter(entry -> entry.getName().startsWith(BUILT_IN) && !entry.isDirectory())
                .sorted(Comparator.comparing(ZipEntry::getName))
                .toList();
        var folder = new ContentFolder();
        for (Kind kind : FOLDERS) {
            String prefix = BUILT_IN + kind.folder + "/";
            List<? extends ZipEntry> ofKind = entries.stream()
                    .filter(entry -> entry.getName().startsWith(prefix))
                    .filter(entry -> entry.getName().indexOf('/', prefix.length()) < 0)
                    .toList();
            if (ofKind.isEmpty() && REQUIRED.contains(kind)) {
                folder.addFinding(kind.folder, MISSING);
            }
            ofKind.forEach(entry ->
                    folder.readText(kind, entry.getName().substring(prefix.length()), () -> jar.getInputStream(entry)));
        }
        ZipEntry questions = jar.getEntry(BUILT_IN + QUESTIONS);
        if (questions != null) {
            folder.readText(Kind.QUESTIONS, QUESTIONS, () -> jar.getInputStream(questions));
        }
        return folder;
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
        folder.readKinds(root, kind -> REQUIRED.contains(kind) || Files.isDirectory(root.resolve(kind.folder)));
        return folder;
    }

    private void readKinds(Path root, Predicate<Kind> wanted) {
        FOLDERS.stream().filter(wanted).forEach(kind -> readKind(root.resolve(kind.folder), kind));
        if (Files.isRegularFile(root.resolve(QUESTIONS))) {
            readEntry(root.resolve(QUESTIONS), Kind.QUESTIONS);
        }
        for (Path entry : list(root, ".")) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry) ? !KNOWN_FOLDERS.contains(name) : isStray(name)) {
                findings.add(Finding.warningOfFile(name, Files.isDirectory(entry) ? UNKNOWN_FOLDER : STRAY));
            }
        }
    }

    private static boolean isStray(String fileName) {
        return YAML.matcher(fileName).matches() && !fileName.equals(QUESTIONS);
    }

    /** Takes files of these kinds from another folder where this one has none of that name. */
    private ContentFolder over(ContentFolder other, Set<Kind> kinds) {
        Set<String> own = files.stream().map(ContentFile::name).collect(Collectors.toSet());
        other.files.stream()
                .filter(file -> kinds.contains(file.kind()) && !own.contains(file.name()))
                .map(ContentFile::asBuiltIn)
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
            addFinding(kind.folder, MISSING);
            return;
        }
        list(folder, kind.folder).forEach(entry -> readEntry(entry, kind));
    }

    private List<Path> list(Path folder, String label) {
        try (Stream<Path> entries = Files.list(folder)) {
            // Editors and mounts leave hidden entries; a mounted config map has `..data` beside the files.
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            addFinding(label, "the folder cannot be listed: " + e.getClass().getSimpleName());
            return List.of();
        }
    }

    private void readEntry(Path entry, Kind kind) {
        String fileName = entry.getFileName().toString();
        if (Files.isRegularFile(entry)) {
            readText(kind, fileName, () -> Files.newInputStream(entry));
        } else {
            addFinding(label(kind, fileName), NOT_READ);
        }
    }

    private void readText(Kind kind, String fileName, Input input) {
        String label = label(kind, fileName);
        if (!fileName.endsWith(EXTENSION)) {
            addFinding(label, NOT_READ);
            return;
        }
        String id = fileName.substring(0, fileName.length() - EXTENSION.length());
        try (InputStream in = input.open()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                addFinding(label, "the file is larger than 256 KiB");
                return;
            }
            Utf8.decode(bytes)
                    .ifPresentOrElse(
                            text -> files.add(new ContentFile(kind, id, text)),
                            () -> addFinding(label, "the file is not UTF-8: save it as UTF-8"));
        } catch (IOException e) {
            addFinding(label, "the file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String label(Kind kind, String fileName) {
        return kind.folder.isEmpty() ? fileName : kind.folder + "/" + fileName;
    }

    private void addFinding(String file, String reason) {
        findings.add(Finding.ofFile(file, reason));
    }
}
