package dev.viva.sheet;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import dev.viva.model.Catalog;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;

/**
 * A whole case with one patient as a page to print: self-contained, all text escaped, no script. It contains the
 * diagnosis, so it is for faculty only.
 */
public final class CaseSheet {
    private static final String STYLE = resource("sheet.css");
    private static final Mustache PAGE =
            new DefaultMustacheFactory().compile(new StringReader(resource("sheet.mustache")), "sheet");

    private CaseSheet() {}

    /**
     * The page.
     *
     * @param persona a patient that fits the case
     * @param catalogs name the tests of the case, and say which need consent
     */
    public static String html(Scenario scenario, Persona persona, Collection<Catalog> catalogs) {
        var page = new StringWriter();
        PAGE.execute(page, SheetView.of(scenario, persona, Tests.of(catalogs), STYLE));
        return page.toString();
    }

    /** The hash that a Content-Security-Policy lists to allow this page's style alone: {@code sha256-…}. */
    public static String styleHash() {
        byte[] sha = Hashing.sha256().hashString(STYLE, StandardCharsets.UTF_8).asBytes();
        return "sha256-" + Base64.getEncoder().encodeToString(sha);
    }

    private static String resource(String name) {
        try {
            return Resources.toString(Resources.getResource(CaseSheet.class, name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
