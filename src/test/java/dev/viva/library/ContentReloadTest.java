package dev.viva.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentReloadTest {
    @TempDir
    private Path dir;

    private CaseLibrary library;
    private ContentReload reload;

    @BeforeEach
    void serve() throws IOException {
        ContentConfiguration content = ContentConfiguration.only(TestContent.writeTo(dir));
        var check = new ContentCheck(TestContent.SCHEMAS);
        ContentFolder read = ContentFolder.read(content);
        library = CaseLibrary.of(check.read(read));
        reload = new ContentReload(library, content, read, check);
    }

    @Test
    void takesOverAChange() throws IOException {
        String digest = library.digest();
        String tag = tag();
        write(TestContent.SCENARIO.replace("title: A sore wrist", "title: A wrist that aches"));

        reload.look();

        assertThat(title()).isEqualTo("A wrist that aches");
        assertThat(library.digest()).isNotEqualTo(digest);
        assertThat(tag()).isNotEqualTo(tag);
    }

    @Test
    void takesOverWhatWasSavedWhileTheServiceStarted() throws IOException {
        var content = ContentConfiguration.only(dir);
        var check = new ContentCheck(TestContent.SCHEMAS);
        ContentFolder read = ContentFolder.read(content);
        write(TestContent.SCENARIO.replace("title: A sore wrist", "title: A wrist that aches"));

        new ContentReload(library, content, read, check).look();

        assertThat(title()).isEqualTo("A wrist that aches");
    }

    @Test
    void keepsTheCasesWhenTheChangeHasAnError() throws IOException {
        write(TestContent.SCENARIO.replace("title: A sore wrist", "titel: A wrist that aches"));
        reload.look();
        assertThat(title()).isEqualTo("A sore wrist");

        write(TestContent.SCENARIO.replace("title: A sore wrist", "title: A wrist that aches"));
        reload.look();
        assertThat(title()).isEqualTo("A wrist that aches");
    }

    @Test
    void keepsTheCasesWhileTheFolderIsGone() throws IOException {
        Path away = Files.move(dir.resolve("scenarios"), dir.resolve("away"));
        reload.look();
        assertThat(title()).isEqualTo("A sore wrist");

        Files.move(away, dir.resolve("scenarios"));
        write(TestContent.SCENARIO.replace("title: A sore wrist", "title: A wrist that aches"));
        reload.look();
        assertThat(title()).isEqualTo("A wrist that aches");
    }

    @Test
    void changesNoPairThatIsInUse() throws IOException {
        var pair = library.pair("sore-wrist", "ada-king", null);
        write(TestContent.SCENARIO.replace("title: A sore wrist", "title: A wrist that aches"));

        reload.look();

        assertThat(pair.scenario().title()).isEqualTo("A sore wrist");
    }

    private void write(String scenario) throws IOException {
        Files.writeString(dir.resolve(TestContent.SCENARIO_FILE), scenario);
    }

    private String title() {
        return library.scenario("sore-wrist").orElseThrow().title();
    }

    private String tag() {
        return new CaseResource(library, minutes -> minutes, session -> Optional.empty())
                .getScenario(Optional.empty(), "sore-wrist", "")
                .getEntityTag()
                .getValue();
    }
}
