package dev.viva.docs;

import io.dropwizard.core.setup.Environment;
import java.util.List;

/**
 * The built page, from {@code /page} on the classpath: {@code /} and {@code /assets/*}, and its few files beside those
 * that it has. Without one, {@code /} says in a sentence that there is none. Also the files of {@code /docs}.
 */
public final class Page {
    private static final String BUILT = "/page";
    private static final String NOT_BUILT = "/dev/viva/docs/no-page";
    private static final List<String> BESIDE =
            List.of("favicon.svg", "favicon.ico", "apple-touch-icon.png", "manifest.webmanifest", "robots.txt");

    private Page() {}

    /** Jersey has {@code /*}; these paths are longer or exact, and so win over it. */
    public static void install(Environment environment) {
        var files = new StaticFiles(List.of(BUILT, NOT_BUILT), StaticFiles.CHECKED, environment.getObjectMapper());
        var page = environment.servlets().addServlet("page", files);
        page.addMapping("");
        BESIDE.stream().filter(files::has).forEach(name -> page.addMapping("/" + name));
        environment
                .servlets()
                .addServlet(
                        "page-assets",
                        new StaticFiles(
                                List.of(BUILT + "/assets"), StaticFiles.FOR_EVER, environment.getObjectMapper()))
                .addMapping("/assets/*");
        environment
                .servlets()
                .addServlet(
                        "docs-assets",
                        new StaticFiles(List.of(Docs.FOLDER), StaticFiles.CHECKED, environment.getObjectMapper()))
                .addMapping("/docs/assets/*");
    }
}
