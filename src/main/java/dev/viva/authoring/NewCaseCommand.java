package dev.viva.authoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.io.Resources;
import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFile;
import dev.viva.content.ContentFile.Kind;
import dev.viva.content.ContentFolder;
import dev.viva.contract.Contract;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code viva new-case sore-elbow --dir cases}: writes a case to fill in, which can be checked and rehearsed at once. */
final class NewCaseCommand extends AuthorCommand {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MAX_ID = 64;
    private static final int MAX_CODE = 20;
    /** A patient that comes with Viva and fits the template. */
    private static final String SOMEBODY = "hana-suzuki";

    NewCaseCommand(Console console) {
        super(
                "new-case",
                "Writes a case to fill in, with a first rehearsal, and the schemas by which an editor completes and"
                        + " checks it. What you have written is never changed.",
                console);
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("id")
                .metavar("ID")
                .help("scenario_id: lower-case words joined by hyphens, such as sore-elbow");
        parser.addArgument("--dir")
                .setDefault("content")
                .help("the content folder; made when missing. Default: content");
        parser.addArgument("--persona").metavar("ID").help("writes a patient too, with this persona_id");
    }

    @Override
    void run(Namespace arguments, PrintStream out) throws IOException {
        String id = checked(arguments.getString("id"));
        @Nullable String persona = arguments.getString("persona");
        Path dir = Path.of(arguments.getString("dir"));
        String patient = persona == null ? SOMEBODY : checked(persona);
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(dir.resolve("scenarios").resolve(id + ".yaml"), filled("case.yaml", id, patient, dir));
        if (persona != null) {
            files.put(
                    dir.resolve("personas").resolve(persona + ".yaml"), filled("patient.yaml", persona, patient, dir));
        }
        files.put(dir.resolve("rehearsals").resolve(id + ".txt"), filled("rehearsal.txt", id, patient, dir));
        refuseBuiltIn(dir, files.keySet());
        write(files, out);
        writeSchemas(dir.resolve(".schemas"));
        out.println();
        out.println("Students see the id " + id
                + " too. If it gives the diagnosis away, delete the files and choose another.");
        out.println("Fill in what begins with REPLACE, then:");
        out.println("  ./viva check-content " + dir);
        out.println("  ./viva rehearse %s %s %s --dir %s"
                .formatted(id, patient, dir.resolve("rehearsals/" + id + ".txt"), dir));
        out.println("  ./viva sheet %s %s --dir %s > sheet.html".formatted(id, patient, dir));
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches() || id.length() > MAX_ID || id.length() < 2) {
            throw new AuthoringException("\"" + id
                    + "\" is no id. Use lower-case words joined by single hyphens, 2 to 64 characters, such as"
                    + " sore-elbow.");
        }
        return id;
    }

    /** A file of the same name would replace the one that comes with Viva. */
    private static void refuseBuiltIn(Path dir, Set<Path> files) {
        ContentFolder.read(ContentConfiguration.builtIn()).files().stream()
                .map(ContentFile::name)
                .filter(name -> files.contains(dir.resolve(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw new AuthoringException("Viva comes with " + name
                            + ", and a file of the same name would replace it. Choose another id.");
                });
    }

    /** All files or none: a repeated command must not leave half a case. */
    private static void write(Map<Path, String> files, PrintStream out) throws IOException {
        List<Path> existing = files.keySet().stream().filter(Files::exists).toList();
        if (!existing.isEmpty()) {
            throw new AuthoringException(existing.getFirst() + " exists already. Choose another id.");
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.createDirectories(file.getKey().toAbsolutePath().getParent());
            Files.writeString(file.getKey(), file.getValue(), StandardOpenOption.CREATE_NEW);
            out.println("Wrote " + file.getKey());
        }
    }

    /** The schemas of this version, which an editor reads offline. */
    private static void writeSchemas(Path folder) throws IOException {
        Files.createDirectories(folder);
        var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Contract contract = Contract.load();
        for (Kind kind : Kind.values()) {
            Files.write(
                    folder.resolve(kind.component + ".json"),
                    json.writeValueAsBytes(contract.schema(kind.component).orElseThrow()));
        }
    }

    private static String filled(String template, String id, String patient, Path dir) throws IOException {
        String code = id.toUpperCase(Locale.ROOT);
        return Resources.toString(Resources.getResource(NewCaseCommand.class, template), StandardCharsets.UTF_8)
                .replace("@ID@", id)
                .replace("@PATIENT@", patient)
                .replace("@DIR@", dir.toString())
                .replace("@CODE@", code.substring(0, Math.min(code.length(), MAX_CODE)))
                .replace("@DATE@", LocalDate.now(ZoneId.systemDefault()).toString());
    }
}
