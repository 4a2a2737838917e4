package dev.viva.library;

import dev.viva.configuration.CannotStartException;
import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFile;
import dev.viva.content.ContentFolder;
import dev.viva.content.Finding;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the content when an author changes it while the service runs. Content with an error is refused: the present
 * content stays. New sessions take the changed case. A session that runs keeps the case with which it began, except that
 * the scripted patient answers from the present content. Not thread-safe: one thread polls.
 */
final class ContentReload {
    private static final Logger log = LoggerFactory.getLogger(ContentReload.class);

    private final CaseLibrary library;
    private final ContentConfiguration configuration;
    private final ContentCheck check;
    private List<ContentFile> files;
    private List<Finding> unreadable;

    /** @param read what the library serves: whatever is saved after it was read is a change */
    ContentReload(CaseLibrary library, ContentConfiguration configuration, ContentFolder read, ContentCheck check) {
        this.library = library;
        this.configuration = configuration;
        this.check = check;
        this.files = read.files();
        this.unreadable = read.findings();
    }

    /** Checks for a change, and reloads the content if it is valid. */
    void look() {
        try {
            ContentFolder folder = ContentFolder.read(configuration);
            if (!folder.files().equals(files) || !folder.findings().equals(unreadable)) {
                files = folder.files();
                unreadable = folder.findings();
                takeOver(check.read(folder));
            }
        } catch (CannotStartException e) {
            // The folder is gone for a moment, as while an author's tool replaces it.
            log.warn("content: {}", e.getMessage());
        }
    }

    private void takeOver(ContentCheck.Outcome outcome) {
        // Only an author's own machine reloads. Its log may quote the case that is being written.
        outcome.findings().forEach(finding -> log.warn("content: {}", finding));
        if (outcome.errors().isEmpty()) {
            library.replace(outcome);
            log.info("content: read again, digest={}", library.digest());
        } else {
            log.warn(
                    "content: not reloaded, errors={}; the previous content stays",
                    outcome.errors().size());
        }
    }
}
